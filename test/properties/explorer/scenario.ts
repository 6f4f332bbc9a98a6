import { ExplorerState } from './explorer-state';
import { SequentialRuns } from './sequential-runs';
import { Policy } from '../../../src/handler/life-cycle/policy';
import { Configuration, SecretFormat, Task } from '../../../src/handler/life-cycle/task';
import { secretFormatOf } from '../../../src/handler/secret-format/configuration';
import { OperatorStep, SimulatedAws, SimulatedAwsOptions } from '../simulated-aws';

/** Something that happens in every history of a scenario, once, at any moment. */
export interface Start {
  readonly name: string;
  readonly task: (aws: SimulatedAws) => Task;
}

/** What the secret holds: the key, which every run can read and test, or what is derived from it. */
export type Holds = 'access key' | 'SMTP credentials';

/** A small part of a key's life in which several things happen at once. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly policy: Policy;
  /** The key itself, unless something else is said. */
  readonly holds?: Holds;
  readonly options?: Partial<SimulatedAwsOptions>;
  /** What has happened before, in peace. */
  readonly prepare: (sequence: SequentialRuns) => void;
  /** The runs that start at any moment, in any order. */
  readonly starts: readonly Start[];
  /** Whether Secrets Manager has its schedule come due: at the beginning, in any case before anything else ends. */
  readonly rotates: boolean;
  /** Whether one step of a rotation may be delivered twice. */
  readonly echoes?: boolean;
  /** What an operator may do, of all that could be done. */
  readonly operatorSteps: (step: OperatorStep, aws: SimulatedAws) => boolean;
  /** How a history ends once no run is left. */
  readonly afterwards: (sequence: SequentialRuns, endings: ExplorerState['endings']) => void;
}

export function configurationOf(
  { policy, holds = 'access key' }: Pick<Scenario, 'policy' | 'holds'>,
  { options: { user } }: SimulatedAws,
): Configuration {
  return { owner: 'stack/resource', secretId: 'secret', user, policy, secretFormat: SECRET_FORMATS[holds](user.name) };
}

/** The shipped ones, as the function makes them of its environment. */
const SECRET_FORMATS: Record<Holds, (userName: string) => SecretFormat> = {
  'access key': (userName) => secretFormatOf({}, userName),
  'SMTP credentials': (userName) =>
    secretFormatOf({ SES_SMTP: '{"port":587,"endpoints":[{"region":"eu-west-1","host":"localhost"}]}' }, userName),
};
