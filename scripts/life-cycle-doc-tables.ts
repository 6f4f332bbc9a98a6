import { Docstrings } from './life-cycle-doc-docstrings';
import { RULES } from '../src/handler/life-cycle/decide';
import { acceptedLabel, afterLabel, CURRENT, keyLabel, PENDING, replacedLabel } from '../src/handler/life-cycle/labels';
import { TIMING } from '../src/handler/life-cycle/policy';
import { CLOSED_KEY, intentKey, OWNER_KEY, RecordKind, isoTime, timeKey } from '../src/handler/life-cycle/records';
import { Task } from '../src/handler/life-cycle/task';

const RECORDS = new Docstrings('records.ts');
const LABELS = new Docstrings('labels.ts');
const POLICY = new Docstrings('policy.ts');

/** Where each task's rules stand, and so what is said about them. */
const TASKS: Record<Task['kind'], readonly [title: string, file: string, rules: string]> = {
  create: ['Create', 'create', 'CREATE'],
  update: ['Update', 'update', 'UPDATE'],
  delete: ['Delete', 'delete', 'DELETE'],
  createSecret: ['createSecret', 'rotation-steps', 'CREATE_SECRET'],
  setSecret: ['setSecret', 'rotation-steps', 'SET_SECRET'],
  testSecret: ['testSecret', 'rotation-steps', 'TEST_SECRET'],
  finishSecret: ['finishSecret', 'rotation-steps', 'FINISH_SECRET'],
  scheduledRun: ['Scheduled run', 'scheduled-run', 'SCHEDULED_RUN'],
  revoke: ['Revoke', 'revoke', 'REVOKE'],
};

/** The labels on the secret's versions. */
export function labelsTable(): string {
  return table(
    ['Label', 'Meaning'],
    [
      [code(CURRENT), 'The version that clients read.'],
      [code(PENDING), 'The version that is to be promoted. It is empty until its key is created.'],
      [code(keyLabel('<access key id>')), LABELS.of('keyLabel')],
      [code(afterLabel('<version>', '<access key id>')), LABELS.of('afterLabel')],
      [code(acceptedLabel('<access key id>')), LABELS.of('acceptedLabel')],
      [code(replacedLabel(0, '<access key id>').replace(isoTime(0), '<time>')), LABELS.of('replacedLabel')],
    ],
  );
}

/** The tags on the secret. */
export function recordsTable(): string {
  const times = (type: string, of: string) =>
    [...RECORDS.ofStrings(type)].map(([kind, meaning]) => [
      code(timeKey({ kind: kind as RecordKind, of })),
      'when',
      meaning,
    ]);
  return table(
    ['Tag', 'Value', 'Meaning'],
    [
      [code(OWNER_KEY), 'the construct', RECORDS.ofMember('Records', 'owner')],
      [code(CLOSED_KEY), 'when', RECORDS.ofMember('Records', 'closed')],
      [code(intentKey('<run>')), 'token, start, existing keys', RECORDS.of('Intent')],
      ...times('KeyRecordKind', '<access key id>'),
      ...times('VersionRecordKind', '<version>'),
    ],
  );
}

/** The properties of the construct. */
export function policyTable(): string {
  const names = POLICY.memberNames('Policy').filter((name) => name !== 'timing');
  return table(
    ['Choice', 'Meaning'],
    names.map((name) => [code(name), POLICY.ofMember('Policy', name)]),
  );
}

/** The times that follow from the behaviour of AWS. */
export function timingTable(): string {
  return table(
    ['Name', 'Value', 'Meaning'],
    Object.entries(TIMING).map(([name, value]) => [
      code(name),
      name === 'acceptedInARow' ? `${value} times` : duration(value),
      POLICY.ofMember('Timing', name),
    ]),
  );
}

/** For each task, its rules in the order in which they are asked. */
export function rulesTables(): string {
  return (Object.keys(RULES) as Task['kind'][])
    .map((kind) => {
      const [title, file, rules] = TASKS[kind];
      return (
        `### ${title}\n\n${new Docstrings(`rules/${file}.ts`).of(rules)}\n\n` +
        table(
          ['Rule', 'State', 'Action'],
          RULES[kind].map(({ name, when, then }) => [code(name), when, then]),
        )
      );
    })
    .join('\n\n');
}

/** Milliseconds in the largest unit that fits. */
export function duration(ms: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
  ] as const;
  const [unit, size] = units.find(([, one]) => ms % one === 0)!;
  return `${ms / size} ${unit}${ms === size ? '' : 's'}`;
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function code(words: string): string {
  return `\`${words}\``;
}
