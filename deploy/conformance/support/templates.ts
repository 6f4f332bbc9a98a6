import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Resources } from './stacks';

/** The resources and outputs of a stack, and the logical id of each by its path below the stack. */
export interface Template {
  readonly resources: Resources;
  readonly outputs: object;
  readonly idOf: (path: string) => string;
}

const PATH = 'aws:cdk:path';
const ASSET = 'aws:asset:path';

const CONTEXT = {
  'aws:cdk:disable-asset-staging': true,
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
};

/**
 * The template of a stack that an app makes.
 *
 * Functions have their code as it was built, from this machine: a template has no room for it, and only the CLI brings
 * assets to the account.
 */
export function templateOf(make: (app: App) => Stack): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'template-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, context: CONTEXT });
    const { stackName } = make(app);
    const { Resources: resources, Outputs: outputs } = app.synth().getStackByName(stackName).template;
    Object.values<any>(resources)
      .filter(({ Metadata }) => Metadata?.[ASSET] !== undefined)
      .forEach(useLocalCode);
    const idOf = (path: string) =>
      Object.keys(resources).find((id) => resources[id].Metadata?.[PATH] === `${stackName}/${path}`)!;
    return { resources, outputs, idOf };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function useLocalCode({ Metadata, Properties }: any): void {
  const [file, name] = Properties.Handler.split('.');
  Properties.Code = { ZipFile: `exports.handler = require(${JSON.stringify(join(Metadata[ASSET], file))}).${name};` };
  Properties.Handler = 'index.handler';
}

/** The paths of all that differs between two values of JSON. */
export function differences(one: unknown, other: unknown, path = ''): string[] {
  if (!isObject(one) || !isObject(other)) {
    return one === other ? [] : [path];
  }
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differences(one[name], other[name], path === '' ? name : `${path}/${name}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
