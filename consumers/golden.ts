import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { REPOSITORY } from './dist';

/** How many differing lines are shown. */
const SHOWN_LINES = 10;

/** What a golden says for the hash of the function's bundle. */
const HANDLER_ASSET = '<handler-asset>';

/**
 * Compares a template with the one golden that every language must render, byte for byte.
 *
 * The function is built once, so its hash is that of this repository's bundle in every language too.
 * A check never rewrites what it checks: who changes the template on purpose edits the golden.
 */
export async function compareWithGolden(template: string, golden: string): Promise<void> {
  const handlerAsset = FileSystem.fingerprint(join(REPOSITORY, 'assets', 'handler'));
  const expected = (await readFile(join(__dirname, 'golden', golden), 'utf8')).replaceAll(HANDLER_ASSET, handlerAsset);
  const actual = await readFile(template, 'utf8');
  if (actual !== expected) {
    throw new Error(`the template differs from consumers/golden/${golden}:\n${difference(expected, actual)}`);
  }
}

function difference(expected: string, actual: string): string {
  const [expectedLines, actualLines] = [expected.split('\n'), actual.split('\n')];
  const longer = Math.max(expectedLines.length, actualLines.length);
  const differing = Array.from({ length: longer }, (_, index) => index).filter(
    (index) => expectedLines[index] !== actualLines[index],
  );
  const shown = differing
    .slice(0, SHOWN_LINES)
    .flatMap((index) => [
      `line ${index + 1}, golden:   ${shownLine(expectedLines[index])}`,
      `line ${index + 1}, rendered: ${shownLine(actualLines[index])}`,
    ]);
  return [...shown, `${differing.length} lines differ`].join('\n');
}

function shownLine(line: string | undefined): string {
  return line === undefined ? '(no such line)' : JSON.stringify(line);
}
