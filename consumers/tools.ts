import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The tools that are not on the PATH. */
export function missingTools(tools: string[]): string[] {
  return tools.filter((tool) => !folders().some((folder) => isExecutable(join(folder, tool))));
}

function folders(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
