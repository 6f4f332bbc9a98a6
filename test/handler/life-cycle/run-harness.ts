import { MINUTE, POLICY, SECRET, SELF } from './snapshot-builder';
import { EffectName, Metrics, Report, Time } from '../../../src/handler/life-cycle/effects';
import { reconcile } from '../../../src/handler/life-cycle/reconcile';
import { Configuration, Outcome, Task } from '../../../src/handler/life-cycle/task';
import { accessKeyFormat } from '../../../src/handler/secret-format/access-key';
import {
  AwsCallName,
  configureRotation,
  Disturbance,
  Driven,
  Driving,
  isAwsCall,
  MARKER,
  newSimulatedAws,
  rotateSecret,
  runSequentially,
  Step,
  stepSucceeded,
  SimulatedAws,
  SimulatedAwsOptions,
} from '../../properties/simulated-aws';

/** What the run finds the function to be, where a test wants another. */
export interface Options {
  readonly id?: string;
  readonly lasts?: Time;
  readonly configuration?: Partial<Configuration>;
  readonly before?: Driving['before'];
}

export interface Ran extends Driven<Outcome> {
  readonly reports: readonly Report[];
  readonly metrics: readonly Metrics[];
  /** The calls to AWS, in their order. */
  readonly calls: readonly AwsCallName[];
  readonly sleeps: readonly Time[];
}

/** Lets one run go to its end, alone. Nothing that it says may hold a secret, in any test. */
export function run(
  aws: SimulatedAws,
  task: Task,
  { id = 'run-1', lasts = 5 * MINUTE, configuration, before }: Options = {},
): Ran {
  const reports: Report[] = [];
  const metrics: Metrics[] = [];
  const observer = {
    report: (report: Report) => reports.push(report),
    publishMetrics: (some: Metrics) => metrics.push(some),
  };
  const routine = reconcile(
    { id, startedAt: aws.now, deadline: aws.now + lasts, task },
    { ...configurationOf(aws), ...configuration },
  );
  const driven = runSequentially(aws, routine, { by: id, before, observer });
  expect(JSON.stringify([reports, metrics, driven.value, String(driven.error)])).not.toContain(MARKER);
  return {
    ...driven,
    reports,
    metrics,
    calls: driven.history.flatMap(({ call }) => (isAwsCall(call) ? [call.name] : [])),
    sleeps: driven.history.flatMap(({ call }) => (call.name === 'sleep' ? [call.request.ms] : [])),
  };
}

export function configurationOf({ options: { user } }: SimulatedAws): Configuration {
  return { owner: SELF, secretId: SECRET, user, policy: POLICY, secretFormat: accessKeyFormat(user.name, FIELDS) };
}

const FIELDS = { userName: 'userName', accessKeyId: 'accessKeyId', secretAccessKey: 'secretAccessKey' };

/** Values from which no key can be read back. */
export const UNREADABLE: Pick<Configuration, 'secretFormat'> = {
  secretFormat: { serialize: ({ id }) => `derived from ${id}` },
};

/** What befalls a run's calls of one name: its first, its second, ..., or every one of them. */
export interface Mishap {
  readonly call: EffectName;
  readonly nth?: number;
  readonly disturbance?: Disturbance;
  /** What others do just before. */
  readonly meanwhile?: (aws: SimulatedAws) => SimulatedAws;
}

export function befalling(...mishaps: Mishap[]): Driving['before'] {
  const counts: Partial<Record<EffectName, number>> = {};
  return (aws, { name }) => {
    const nth = (counts[name] ?? 0) + 1;
    counts[name] = nth;
    const [mishap] = mishaps.filter((one) => one.call === name && (one.nth === undefined || one.nth === nth));
    return mishap && { disturbance: mishap.disturbance, aws: mishap.meanwhile?.(aws) };
  };
}

export function token(n: number): string {
  return `token-${n}-`.padEnd(32, '0');
}

/** A deployed key, whose rotation is configured. */
export function deployed(options: Partial<SimulatedAwsOptions> = {}): SimulatedAws {
  const created = run(newSimulatedAws(options), { kind: 'create', token: token(1) });
  expect(created.value).toMatchObject({ outcome: 'done' });
  return stepSucceeded(configureRotation(created.aws, token(0)), token(0));
}

/** A deployed key, whose rotation has begun. */
export function rotating(options: Partial<SimulatedAwsOptions> = {}): SimulatedAws {
  return rotateSecret(deployed(options), { token: token(2) }).aws;
}

/** All that a rotation asks of the function, one step after another. */
export function rotateIn(aws: SimulatedAws, configuration: Options['configuration'] = {}): Ran[] {
  return STEPS.reduce<Ran[]>(
    (done, kind) => [...done, run(done.at(-1)?.aws ?? aws, { kind, token: token(2) }, { configuration })],
    [],
  );
}

const STEPS: readonly Step[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

/** the simulated AWS after a whole rotation. */
export function rotated(): SimulatedAws {
  return rotateIn(rotating()).at(-1)!.aws;
}

export function tagsOf({ secret }: SimulatedAws): readonly string[] {
  return secret.tags.map(([key]) => key);
}

export function labelsOf({ secret }: SimulatedAws, version: string): readonly string[] | undefined {
  return secret.versions.find(({ id }) => id === version)?.labels;
}

export function keysOf({ iam }: SimulatedAws): Record<string, boolean> {
  return Object.fromEntries(iam.keys.map(({ id, active }) => [id, active]));
}
