import { existsSync, readFileSync } from 'node:fs';
import { inRepository } from './repository';
import { Template } from '../deploy/conformance/support/templates';

const COUNTING_HANDLER = inRepository('bench', 'children', 'counting-handler.cjs');
const BUNDLE = inRepository('assets', 'handler', 'index.js');

/** One run of the function. */
export interface Run {
  /** The step of a rotation; none for other events. */
  readonly step?: string;
  /** The rotation's token. */
  readonly token?: string;
  /** The service of each call to AWS, in their order. */
  readonly calls: readonly string[];
}

/** What a deployed function writes down about its runs, in a file of this machine. */
export class RunJournal {
  constructor(private readonly file: string) {}

  /**
   * The template with a function that does so. It waits and tries as the construct has it, where tests have it hurry.
   */
  public writtenBy({ resources, outputs, idOf }: Template, construct: string): Template {
    const id = idOf(`${construct}/Function/Resource`);
    const properties: any = resources[id].Properties;
    const { timing, ...policy } = JSON.parse(properties.Environment.Variables.POLICY);
    const variables = {
      ...properties.Environment.Variables,
      POLICY: JSON.stringify(policy),
      BUNDLE,
      JOURNAL: this.file,
    };
    const code = { ZipFile: `exports.handler = require(${JSON.stringify(COUNTING_HANDLER)}).handler;` };
    return {
      resources: {
        ...resources,
        [id]: { ...resources[id], Properties: { ...properties, Code: code, Environment: { Variables: variables } } },
      },
      outputs,
      idOf,
    };
  }

  /** The runs that have ended, in their order. */
  public get runs(): Run[] {
    return existsSync(this.file)
      ? readFileSync(this.file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
  }
}
