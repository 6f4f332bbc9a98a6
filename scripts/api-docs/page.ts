import { Assembly, ClassType, InterfaceType, Method, Property, Type } from 'jsii-reflect';

/** What a heading of an API reference is about. */
export interface Documented {
  readonly type: ClassType | InterfaceType;

  /** Undefined for the initializer of the type. */
  readonly member?: Property | Method;
}

/**
 * An API reference as jsii-docgen writes it: below the heading of each member stands its declaration in a block of
 * code.
 */
export function mapDeclarations(
  page: string,
  assembly: Assembly,
  map: (documented: Documented, code: string) => string,
): string {
  return page.replace(
    /( id="([^"]+)"><\/a>\n\n```\w+\n)([^`]*)\n```/g,
    (block, head: string, id: string, code: string) => {
      const documented = documentedBy(id, assembly);
      return documented === undefined ? block : `${head}${map(documented, code)}\n\`\`\``;
    },
  );
}

function documentedBy(id: string, assembly: Assembly): Documented | undefined {
  const [, typeName, kind, name] = /^[^.]+\.(\w+)\.(?:(property)\.)?(\w+)$/.exec(id) ?? [];
  const type = assembly.tryFindType(`${assembly.name}.${typeName}`);
  if (!(type instanceof ClassType || type instanceof InterfaceType)) {
    return undefined;
  }
  if (kind === undefined && name === 'Initializer') {
    return { type };
  }
  const member = (kind ? type.allProperties : type.allMethods).find((candidate) => candidate.name === name);
  return member === undefined ? undefined : { type, member };
}

/** Every type of aws-cdk-lib that a page names with this prefix, by another name. */
export function mapCdkTypes(page: string, prefix: RegExp, assembly: Assembly, map: (type: Type) => string): string {
  return page.replace(new RegExp(`(?:${prefix.source})\\.([A-Za-z_]\\w*(?:\\.\\w+)*)`, 'g'), (name, rest: string) => {
    const type = assembly.system.tryFindFqn(`aws-cdk-lib.${rest}`);
    return type === undefined ? name : map(type);
  });
}

/** The module of a type: the submodule that declares it, or its assembly. */
export function moduleOf({ assembly, namespace }: Type) {
  return assembly.allSubmodules.find(({ fqn }) => fqn === `${assembly.name}.${namespace}`) ?? assembly;
}

/** Some methods of aws-cdk-lib have a directive for a linter in place of a summary. The interface has the summary. */
export function withoutDirectives(page: string, assembly: Assembly): string {
  const summaries: Record<string, string> = Object.fromEntries(
    assembly.system
      .findInterface('aws-cdk-lib.aws_secretsmanager.ISecret')
      .allMethods.map((method) => [method.name, method.docs.summary]),
  );
  return page
    .replace(
      /(href="#[\w.-]+\.(\w+)">[^\n]*\| )\[disable-awslint:[\w-]+\]\.( \|)/g,
      (_row, head: string, name: string, tail: string) => head + summaries[name] + tail,
    )
    .replace(
      /( id="[\w.-]+\.(\w+)"><\/a>\n\n```[^`]*```\n\n)\[disable-awslint:[\w-]+\]\.\n/g,
      (_section, head: string, name: string) => `${head}${summaries[name]}\n`,
    );
}
