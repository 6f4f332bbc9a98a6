import { Assembly } from 'jsii-reflect';
import { mapCdkTypes, mapDeclarations, moduleOf } from './page';

/** jsii-docgen has packages that do not exist, and shows constants as getters. */
export function correctJava(page: string, assembly: Assembly): string {
  const declarations = mapDeclarations(page, assembly, ({ member }, code) =>
    member !== undefined && 'const' in member && member.const
      ? code.replace(/public (\S+) get\w+\(\);/, `public static final $1 ${member.name};`)
      : code,
  );
  return mapCdkTypes(
    declarations,
    /\bsoftware\.amazon\.awscdk/,
    assembly,
    (type) => `${moduleOf(type).targets?.java?.package}.${type.name}`,
  );
}
