import { Assembly, InterfaceType, Type } from 'jsii-reflect';
import { mapCdkTypes, mapDeclarations, moduleOf } from './page';

const CDK_MODULE = 'github.com/aws/aws-cdk-go/awscdk/v2';
const OWN_MODULE = 'github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey';

/**
 * jsii-docgen has packages that do not exist, structs in place of pointers to them, a type of another language, no
 * prefix at constants, and samples that do not compile. The samples of docs/go.md do.
 */
export function correctGo(page: string, assembly: Assembly): string {
  const structs = new Set(assembly.allInterfaces.filter(isStruct).map(({ name }) => name));
  mapCdkTypes(page, /github\.com\/aws\/aws-cdk-go\/awscdk\/v2/, assembly, (type) => {
    if (isStruct(type)) {
      structs.add(type.name);
    }
    return type.name;
  });
  const pointers = (code: string) =>
    code.replace(/(?<=[ \]])[A-Z]\w*$|(?<=[ \]])[A-Z]\w*(?=[,)])/gm, (name) => (structs.has(name) ? `*${name}` : name));
  const declarations = mapDeclarations(page, assembly, ({ type, member }, code) => {
    if (member === undefined && type instanceof InterfaceType) {
      return code.replace(
        /^\t(\w+): (.*),$/gm,
        (_line, name: string, valueType: string) =>
          `\t${name}: ${name.charAt(0).toLowerCase()}${name.slice(1)}, // ${valueType}`,
      );
    }
    return pointers(code).replace(/^func PropertyInjectionId/, `func ${type.name}_PROPERTY_INJECTION_ID`);
  });
  const types = mapCdkTypes(
    declarations,
    /github\.com\/aws\/aws-cdk-go\/awscdk\/v2/,
    assembly,
    (type) => `${isStruct(type) ? '*' : ''}${packageOf(type)}.${type.name}`,
  );
  return types
    .replace(/\*f64\b/g, '*float64')
    .replace(new RegExp(`${OWN_MODULE}\\.(\\w+)`, 'g'), (name, typeName: string) =>
      isStruct(assembly.tryFindType(`${assembly.name}.${typeName}`)) ? `*${name}` : name,
    )
    .replace(/(\.(\w+)\.property\.PROPERTY_INJECTION_ID">)PropertyInjectionId/g, '$1$2_PROPERTY_INJECTION_ID')
    .replace(
      /^(#+ )`PropertyInjectionId`(.*name=)"\w+"( id="[\w-]+\.(\w+)\.)/gm,
      '$1`$4_PROPERTY_INJECTION_ID`$2"$4_PROPERTY_INJECTION_ID"$3',
    )
    .replace(/((?:<code>|\*Type:\* )\S*)(<a href="#([\w.-]+)">)/g, (link, head: string, tag: string, fqn: string) =>
      isStruct(assembly.tryFindType(fqn)) ? `${head}*${tag}` : link,
    )
    .replace(/^\*Example\*\n\n```go\n[^`]*```/gm, '*Example*: [docs/go.md](../go.md)');
}

function isStruct(type: Type | undefined): boolean {
  return type instanceof InterfaceType && type.datatype;
}

function packageOf(type: Type): string {
  const names = type.namespace?.split('.') ?? [];
  // jsii names the package of a submodule after all names of the submodule.
  const packages = names.map((_name, index) =>
    names
      .slice(0, index + 1)
      .join('')
      .replaceAll('_', ''),
  );
  const { targets } = moduleOf(type);
  return [
    CDK_MODULE,
    ...packages.slice(0, -1),
    ...(names.length > 0 ? [targets?.go?.packageName ?? packages.at(-1)] : []),
  ].join('/');
}
