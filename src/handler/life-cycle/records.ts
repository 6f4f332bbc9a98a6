import { Time } from './effects';

/**
 * What the life cycle records as tags of the secret: `cdk-iam-access-key:<kind>:<of what>`, mostly with a time.
 *
 * Every record may be lost (an operator or a tool removes tags): then what it would have said counts from now on, which
 * delays and never hurries. Letters, digits and `+ - = . _ : / @` and spaces are allowed in tags.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/managing-secrets_tagging.html
 */
const PREFIX = 'cdk-iam-access-key:';

/** The function is about to deactivate the key. */
export type KeyRecordKind =
  | 'deactivating'
  /** The key was seen inactive for the first time: deactivated by the function if `deactivating` came before it. */
  | 'deactivated'
  /** An operator had it revoked. */
  | 'revoked'
  /** A labelled key was not listed by IAM for the first time. */
  | 'absent'
  /** The key was pending and will never be promoted. */
  | 'abandoned'
  /** An operator activated a key again that the function had deactivated. */
  | 'reactivated';

/** The pending version was seen for the first time. */
export type VersionRecordKind = 'pending';

/**
 * A key was seen off `AWSCURRENT` for the first time: a staging label (labels.ts), since the end of an active key
 * depends on it.
 */
export type LabelRecordKind = 'replaced';

export type RecordKind = KeyRecordKind | VersionRecordKind | LabelRecordKind;

/** A record with a time, of a key or of a version. */
export interface TimeRecord {
  readonly kind: RecordKind;
  readonly of: string;
}

/**
 * A creation intent: a run is about to create a key. IAM has no idempotency token for that, so an interrupted run is
 * known by this alone.
 */
export interface Intent {
  readonly run: string;
  readonly token: string;
  readonly start: Time;
  /** The keys that existed. */
  readonly baseline: readonly string[];
}

export interface Records {
  /** Whose secret it is. */
  readonly owner?: string;
  /** Since when no key may be created any more. */
  readonly closed?: Time;
  readonly intents: readonly Intent[];
  readonly times: ReadonlyArray<TimeRecord & { readonly at: Time }>;
}

const TAG_KINDS: readonly string[] = [
  'deactivating',
  'deactivated',
  'revoked',
  'absent',
  'abandoned',
  'reactivated',
  'pending',
] satisfies RecordKind[];

/** Reads what is well-formed. The rest counts as lost. */
export function readRecords(tags: Readonly<Record<string, string>>): Records {
  const entries = Object.entries(tags)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, value]) => ({ ...split(key.slice(PREFIX.length)), value }));
  return {
    owner: entries.find(({ kind }) => kind === 'owner')?.value,
    closed: entries
      .filter(({ kind }) => kind === 'closed')
      .map(({ value }) => timeOf(value))
      .find(Number.isFinite),
    intents: entries.filter(({ kind }) => kind === 'intent').flatMap(({ of, value }) => readIntent(of, value)),
    times: entries
      .filter(({ kind, value }) => TAG_KINDS.includes(kind) && Number.isFinite(timeOf(value)))
      .map(({ kind, of, value }) => ({ kind: kind as RecordKind, of, at: timeOf(value) })),
  };
}

function split(name: string): { kind: string; of: string } {
  const [kind, ...of] = name.split(':');
  return { kind, of: of.join(':') };
}

function readIntent(run: string, value: string): Intent[] {
  const [token, start, ...baseline] = value.split(' ');
  return Number.isFinite(timeOf(start)) ? [{ run, token, start: timeOf(start), baseline }] : [];
}

/** Whether a record is written into a tag. The others are staging labels. */
export function isTag({ kind }: TimeRecord): boolean {
  return TAG_KINDS.includes(kind);
}

/** The moment that `isoTime` wrote; not a number for anything else. */
export function timeOf(value: string | undefined): Time {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value ?? '') ? Date.parse(value!) : NaN;
}

export type Tags = Readonly<Record<string, string>>;

export function timeTag(record: TimeRecord, at: Time): Tags {
  return { [timeKey(record)]: isoTime(at) };
}

export function timeKey({ kind, of }: TimeRecord): string {
  return `${PREFIX}${kind}:${of}`;
}

export function intentTag({ run, token, start, baseline }: Intent): Tags {
  return { [intentKey(run)]: [token, isoTime(start), ...baseline].join(' ') };
}

export function intentKey(run: string): string {
  return `${PREFIX}intent:${run}`;
}

export const OWNER_KEY = `${PREFIX}owner`;
export const CLOSED_KEY = `${PREFIX}closed`;

export function isoTime(at: Time): string {
  return new Date(at).toISOString();
}
