import {
  Assembly,
  Callable,
  ClassType,
  EnumType,
  InterfaceType,
  Method,
  OptionalValue,
  Property,
  Type,
  TypeReference,
} from 'jsii-reflect';
import { Declarations } from './declarations';

/** The C# API that a jsii assembly promises, in the notation of `publicDeclarations`. */
export function apiOf(assembly: Assembly): Declarations {
  return new Map([
    ...assembly.allClasses.map(classApi),
    ...assembly.allInterfaces.flatMap((type) => (type.isDataType() ? structApi(type) : [interfaceApi(type)])),
    ...assembly.allEnums.map(enumApi),
  ]);
}

type TypeApi = [type: string, members: string[]];

function classApi(type: ClassType): TypeApi {
  const supertypes = [type.base ? nameOf(type.base) : 'DeputyBase', ...type.getInterfaces().map(nameOf)];
  const constructors =
    type.initializer && !type.initializer.protected && !type.abstract
      ? [`${pascalCase(type.name)}(${parametersOf(type.initializer)})`]
      : [];
  return [
    nameOf(type),
    [
      `${type.abstract ? 'abstract ' : ''}class : ${supertypes.join(', ')}`,
      ...constructors,
      ...type.ownProperties.filter(isPublic).map((property) => propertyApi(property, !property.immutable)),
      ...type.ownMethods.filter(isPublic).map(methodApi),
    ],
  ];
}

/** A struct is an interface that methods take, and a class that users fill in. */
function structApi(type: InterfaceType): TypeApi[] {
  return [
    interfaceApi(type),
    [
      structClassOf(type),
      [`class : ${nameOf(type)}`, ...type.allProperties.map((property) => propertyApi(property, true))],
    ],
  ];
}

function interfaceApi(type: InterfaceType): TypeApi {
  const supertypes = type.getInterfaces().map(nameOf);
  return [
    nameOf(type),
    [
      `interface${supertypes.length > 0 ? ` : ${supertypes.join(', ')}` : ''}`,
      ...type.ownProperties.map((property) => propertyApi(property, !property.immutable)),
      ...type.ownMethods.map(methodApi),
    ],
  ];
}

function enumApi(type: EnumType): TypeApi {
  return [nameOf(type), ['enum', ...type.members.map(({ name }) => name)]];
}

function isPublic(member: Property | Method): boolean {
  return !member.protected;
}

export function propertyApi(property: Property, settable: boolean): string {
  return (
    `${property.static ? 'static ' : ''}${typeOf(property)} ${pascalCase(property.name)} { get; ` +
    `${settable ? 'set; ' : ''}}`
  );
}

export function methodApi(method: Method): string {
  const result = method.returns.type.void ? 'void' : typeOf(method.returns);
  return `${method.static ? 'static ' : ''}${result} ${pascalCase(method.name)}(${parametersOf(method)})`;
}

export function parametersOf(callable: Callable): string {
  return callable.parameters
    .map((parameter) => {
      const type = parameter.variadic ? `params ${referenceOf(parameter.type)}[]` : typeOf(parameter);
      return `${type} ${parameter.name}${parameter.optional ? ' = null' : ''}`;
    })
    .join(', ');
}

function typeOf(value: OptionalValue): string {
  return `${referenceOf(value.type)}${value.optional ? '?' : ''}`;
}

const PRIMITIVES: Record<string, string> = {
  any: 'object',
  boolean: 'bool',
  date: 'System.DateTime',
  json: 'Newtonsoft.Json.Linq.JObject',
  number: 'double',
  string: 'string',
};

function referenceOf(reference: TypeReference): string {
  if (reference.arrayOfType) {
    return `${referenceOf(reference.arrayOfType)}[]`;
  }
  if (reference.mapOfType) {
    return `System.Collections.Generic.IDictionary<string, ${referenceOf(reference.mapOfType)}>`;
  }
  if (reference.type) {
    return nameOf(reference.type);
  }
  return reference.primitive ? PRIMITIVES[reference.primitive] : 'object';
}

export function nameOf(type: Type): string {
  return type.isDataType() ? `${namespaceOf(type)}.I${type.name}` : `${namespaceOf(type)}.${type.name}`;
}

function structClassOf(type: InterfaceType): string {
  return `${namespaceOf(type)}.${type.name}`;
}

function namespaceOf({ assembly, namespace }: Type): string {
  const submodule = assembly.allSubmodules.find(({ fqn }) => fqn === `${assembly.name}.${namespace}`);
  return (submodule ?? assembly).targets?.dotnet?.namespace;
}

/** jsii's own rule: an upper-case constant stays as it is. */
function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
