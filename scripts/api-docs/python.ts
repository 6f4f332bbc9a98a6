import { Assembly, Callable, InterfaceType, Method } from 'jsii-reflect';
import { Documented, mapDeclarations } from './page';

/**
 * jsii-docgen leaves out that the last arguments have names, and that names which Python reserves end in an underscore.
 */
export function correctPython(page: string, assembly: Assembly): string {
  return mapDeclarations(page, assembly, (documented, code) =>
    withKeywords(documented, code)
      .replace(/^def with\(/, 'def with_(')
      .replace(/^( +)(\w+): \*(?=\w)/gm, '$1*$2: '),
  )
    .replace(/typing\.Mapping\[(?!str, )/g, 'typing.Mapping[str, ')
    .replace(/(\.with">)with(?=<\/a>)/g, '$1with_')
    .replace(/^(#+ )`with`/gm, '$1`with_`');
}

/** The properties of a struct in the last place are keyword arguments. Without a default, a missing one is an error. */
function withKeywords({ type, member }: Documented, code: string): string {
  const parameters = callableOf(type, member)?.parameters ?? [];
  if (!(parameters.at(-1)?.type.type?.isDataType() ?? false)) {
    return code;
  }
  const lines = code.split('\n');
  lines.splice(lines.findIndex((line) => line.endsWith('(')) + parameters.length, 0, '  *,');
  return lines.join('\n');
}

function callableOf(type: Documented['type'], member: Documented['member']): Callable | undefined {
  if (member === undefined && !(type instanceof InterfaceType)) {
    return type.initializer;
  }
  return member instanceof Method ? member : undefined;
}
