import { Assembly, InterfaceType } from 'jsii-reflect';
import { textOf } from './documents';
import { apiOf, parametersOf } from '../../consumers/csharp/assembly-api';
import { CORRECTIONS, loadAssembly } from '../../scripts/api-docs/correct';
import { short } from '../../scripts/api-docs/csharp';
import { moduleOf, withoutDirectives } from '../../scripts/api-docs/page';

let assembly: Assembly;

beforeAll(async () => {
  assembly = await loadAssembly();
});

const pageOf = (language: string) => textOf(`docs/api/${language}.md`);

/** The names of modules, packages or namespaces that aws-cdk-lib has in a language. */
function modulesOf(nameOf: (targets: Record<string, any>) => string | undefined): Set<string | undefined> {
  const cdk = assembly.system.findAssembly('aws-cdk-lib');
  return new Set([cdk, ...cdk.allSubmodules].map(({ targets }) => nameOf(targets ?? {})));
}

/** The module of each type of aws-cdk-lib that a page names. */
function modulesIn(page: string, pattern: RegExp): string[] {
  return [...new Set([...page.matchAll(pattern)].map(([, module]) => module))];
}

test.each(Object.keys(CORRECTIONS))('%s has no directive of a linter, and the committed page is corrected', (file) => {
  const page = textOf(file);

  expect(page).not.toContain('awslint');
  expect(page).toContain('Grants reading the secret value to some role.');
  expect(withoutDirectives(page, assembly)).toBe(page);
});

describe('the page for C#', () => {
  const declarationsOf = (page: string, type: string) => {
    const start = page.indexOf(` id="cdk-iam-access-key.${type}"></a>`);
    const end = page.indexOf('\n### ', start);
    return page.slice(start, end < 0 ? undefined : end);
  };

  test('has each member as the generated code has it', () => {
    const page = pageOf('csharp');
    const missing = [...apiOf(assembly)].flatMap(([fullName, [kind, ...members]]) => {
      const section = declarationsOf(page, fullName.split('.').at(-1)!);
      const isClass = kind.startsWith('class');
      return isClass
        ? members.filter(
            (member) => !isStatic(member) && member.includes(' {') && !section.includes(`\npublic ${short(member)}\n`),
          )
        : [];
    });

    expect(missing).toEqual([]);
  });

  test('has each method and constructor as the generated code has it', () => {
    const page = pageOf('csharp');
    const expected = assembly.allClasses.flatMap((type) => [
      ...(type.initializer && !type.initializer.protected
        ? [`new ${type.name}(${short(parametersOf(type.initializer))});`]
        : []),
      ...type.ownMethods
        .filter((method) => !method.protected && method.static)
        .map(
          (method) =>
            `${type.name}.${method.name.charAt(0).toUpperCase()}${method.name.slice(1)}` +
            `(${short(parametersOf(method))});`,
        ),
    ]);
    const methods = [...apiOf(assembly).values()]
      .flat()
      .filter((member) => /\w\(/.test(member) && / \w+\(/.test(member) && !isStatic(member));

    expect(expected.filter((line) => !page.includes(`\n${line}\n`))).toEqual([]);
    expect(methods.filter((member) => !page.includes(`\npublic ${short(member)}\n`))).toEqual([]);
    expect(methods.length).toBeGreaterThan(10);
  });

  test('has no private member, and namespaces that exist', () => {
    const page = pageOf('csharp');

    expect(page).not.toMatch(/^(private|protected) /m);
    const namespaces = modulesIn(page, /\b(Amazon\.CDK(?:\.\w+)*)\.\w+/g);
    expect(namespaces.length).toBeGreaterThan(5);
    expect(namespaces.filter((namespace) => !modulesOf(({ dotnet }) => dotnet?.namespace).has(namespace))).toEqual([]);
  });

  const isStatic = (member: string) => member.startsWith('static ') && member.includes('(');
});

test('the page for Java has packages that exist, and constants', () => {
  const page = pageOf('java');
  const packages = modulesIn(page, /\b(software\.amazon\.awscdk(?:\.[a-z]\w*)*)\.[A-Z]\w*/g);

  expect(packages.length).toBeGreaterThan(5);
  expect(packages.filter((name) => !modulesOf(({ java }) => java?.package).has(name))).toEqual([]);
  expect(page).not.toContain('getPropertyInjectionId');
  expect(page.match(/^public static final java\.lang\.String PROPERTY_INJECTION_ID;$/gm)).toHaveLength(4);
});

test('the page for Python has modules that exist, keyword arguments, and no reserved word as a name', () => {
  const page = pageOf('python');
  const modules = modulesIn(page, /\b(aws_cdk(?:\.[a-z]\w*)*)\.[A-Z]\w*/g);

  expect(modules.filter((name) => !modulesOf(({ python }) => python?.module).has(name))).toEqual([]);
  expect(page).not.toMatch(/^def with\(/m);
  expect(page).toContain('cdk_iam_access_key.AccessKey(\n  scope: Construct,\n  id: str,\n  *,\n  user: IUserRef,\n');
});

test('the page for Go has packages that exist, pointers to structs, and prefixes at constants', () => {
  const page = pageOf('go');
  const types = [...page.matchAll(/(\*?)github\.com\/aws\/aws-cdk-go\/awscdk\/v2\/?([\w/]*)\.(\w+)/g)];
  const known = new Map(
    assembly.system.findAssembly('aws-cdk-lib').allTypes.map((type) => {
      const { targets } = moduleOf(type);
      const packageName = targets?.go?.packageName ?? type.namespace?.replaceAll(/[_.]/g, '') ?? '';
      const folder = type.namespace?.startsWith('interfaces.') ? 'interfaces/' : '';
      return [`${folder}${type.namespace ? packageName : ''}.${type.name}`, type];
    }),
  );

  expect(types.length).toBeGreaterThan(50);
  expect(types.filter(([, , path, name]) => !known.has(`${path}.${name}`)).map(([type]) => type)).toEqual([]);
  const structs = types.filter(([, pointer, path, name]) => {
    const type = known.get(`${path}.${name}`);
    return (type instanceof InterfaceType && type.datatype) !== (pointer === '*');
  });
  expect(structs.map(([type]) => type)).toEqual([]);
  expect(page).not.toMatch(/\bf64\b|PropertyInjectionId|Aws_/);
  expect(page).toContain(
    'cdkiamaccesskey.NewAccessKey(scope Construct, id *string, props *AccessKeyProps) AccessKey\n',
  );
});
