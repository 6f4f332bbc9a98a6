import { Assembly, InterfaceType, Method } from 'jsii-reflect';
import { Documented, mapCdkTypes, mapDeclarations } from './page';
import { methodApi, nameOf, parametersOf, propertyApi } from '../../consumers/csharp/assembly-api';

/**
 * jsii-docgen shows methods as private, parameters in the case of properties, constants in another case, namespaces
 * that do not exist, and the class of a struct where the interface is.
 */
export function correctCsharp(page: string, assembly: Assembly): string {
  const declarations = mapDeclarations(page, assembly, declarationOf)
    .replaceAll('PropertyInjectionId', 'PROPERTY_INJECTION_ID')
    .replace(/(\.parameter\.(\w+)">)\w+(<\/a>)/g, '$1$2$3')
    .replace(/^(#+ )`\w+`(.* name=)"\w+"( id="[\w.-]+\.parameter\.(\w+)")/gm, '$1`$4`$2"$4"$3');
  const types = mapCdkTypes(declarations, /\bAmazon\.CDK/, assembly, nameOf);
  return types.replace(
    /((?:<code>|\*Type:\* )(?:System\S*, )?<a href="#([\w.-]+)">)(\w+)(?=<\/a>)/g,
    (link, head: string, fqn: string, name: string) => (isStruct(assembly, fqn) ? `${head}I${name}` : link),
  );
}

function isStruct(assembly: Assembly, fqn: string): boolean {
  const type = assembly.tryFindType(fqn);
  return type instanceof InterfaceType && type.datatype;
}

function declarationOf({ type, member }: Documented, code: string): string {
  const [using] = /^using .*;\n\n/.exec(code) ?? [''];
  if (member instanceof Method) {
    return member.static
      ? `${using}${type.name}.${methodName(member)}(${short(parametersOf(member))});`
      : `public ${short(methodApi(member))}`;
  }
  if (member) {
    return `public ${short(propertyApi(member, type.isDataType() || !member.immutable))}`;
  }
  if (type instanceof InterfaceType) {
    const properties = type.allProperties.map((property) => {
      const [declared] = short(propertyApi(property, true)).split(' { ');
      const [valueType, name] = [
        declared.slice(0, declared.lastIndexOf(' ')),
        declared.slice(declared.lastIndexOf(' ') + 1),
      ];
      return `    ${name} = ${property.name}, // ${valueType}`;
    });
    return [`${using}new ${type.name}`, '{', ...properties, '};'].join('\n');
  }
  return `${using}new ${type.name}(${short(parametersOf(type.initializer!))});`;
}

function methodName(method: Method): string {
  return method.name.charAt(0).toUpperCase() + method.name.slice(1);
}

/** A declaration without namespaces. */
export function short(declaration: string): string {
  return declaration.replace(/\b(?:[A-Z]\w*\.)+(?=[A-Z])/g, '');
}
