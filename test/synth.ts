import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';

/** The bytes of every template in the app's cloud assembly, those of nested stacks too, by file name. */
export function allTemplateBytes(app: App): Record<string, string> {
  const { directory } = app.synth();
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.template.json'))
    .sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
}

/** The error that a synthesis ends with. */
export function synthError(app: App): string {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('synthesis was expected to fail');
}
