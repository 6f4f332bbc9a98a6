import * as fc from 'fast-check';
import {
  intentKey,
  intentTag,
  KeyRecordKind,
  readRecords,
  isoTime,
  timeKey,
  timeTag,
} from '../../../src/handler/life-cycle/records';

const AT = Date.UTC(2025, 0, 1, 12, 30, 15, 250);
const KINDS: readonly KeyRecordKind[] = [
  'deactivating',
  'deactivated',
  'revoked',
  'absent',
  'abandoned',
  'reactivated',
];

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/managing-secrets_tagging.html */
const ALLOWED_KEY = /^[A-Za-z0-9 +\-=._:/@]{1,128}$/;
const ALLOWED_VALUE = /^[A-Za-z0-9 +\-=._:/@]{0,256}$/;

test('a record is a tag with its kind, its key or version, and its time', () => {
  expect(timeTag({ kind: 'revoked', of: 'AKIA1' }, AT)).toEqual({
    'cdk-iam-access-key:revoked:AKIA1': '2025-01-01T12:30:15.250Z',
  });
});

test('an intent is a tag that names its run, its token, its start and the keys that existed', () => {
  expect(intentTag({ run: 'run-1', token: 'token-1', start: AT, baseline: ['AKIA1', 'AKIA2'] })).toEqual({
    'cdk-iam-access-key:intent:run-1': 'token-1 2025-01-01T12:30:15.250Z AKIA1 AKIA2',
  });
});

test('records are read as they were written', () => {
  // GIVEN
  const intent = { run: 'run:with:colons', token: 'token-1', start: AT, baseline: ['AKIA1'] };

  // WHEN
  const records = readRecords({
    ...timeTag({ kind: 'pending', of: 'version-1' }, AT),
    ...Object.assign({}, ...KINDS.map((kind) => timeTag({ kind, of: 'AKIA1' }, AT))),
    ...intentTag(intent),
    'cdk-iam-access-key:owner': 'stack/key',
    'cdk-iam-access-key:closed': isoTime(AT),
  });

  // THEN
  expect(records).toEqual({
    owner: 'stack/key',
    closed: AT,
    intents: [intent],
    times: [{ kind: 'pending', of: 'version-1', at: AT }, ...KINDS.map((kind) => ({ kind, of: 'AKIA1', at: AT }))],
  });
});

test('an intent without keys before it has an empty baseline', () => {
  expect(readRecords(intentTag({ run: 'run-1', token: 'token-1', start: AT, baseline: [] })).intents).toEqual([
    { run: 'run-1', token: 'token-1', start: AT, baseline: [] },
  ]);
});

test.each([
  ['a tag of another owner', { 'aws:cloudformation:stack-name': 'stack', 'replaced:AKIA1': isoTime(AT) }],
  ['a record of an unknown kind', { 'cdk-iam-access-key:renamed:AKIA1': isoTime(AT) }],
  ['a record without a time', { 'cdk-iam-access-key:revoked:AKIA1': 'yesterday' }],
  ['a record with a year that has no end', { 'cdk-iam-access-key:revoked:AKIA1': '+275760-09-13T00:00:00.000Z' }],
  ['a record with a day that there is not', { 'cdk-iam-access-key:revoked:AKIA1': '2025-13-01T00:00:00.000Z' }],
  ['a record that is a staging label', { 'cdk-iam-access-key:replaced:AKIA1': isoTime(AT) }],
  ['an intent without a time', { 'cdk-iam-access-key:intent:run-1': 'token-1' }],
  ['an intent with something else for its time', { 'cdk-iam-access-key:intent:run-1': 'token-1 soon AKIA1' }],
  ['a closing without a time', { 'cdk-iam-access-key:closed': '' }],
])('%s counts as lost', (_, tags) => {
  expect(readRecords(tags as Record<string, string>)).toEqual({
    owner: undefined,
    closed: undefined,
    intents: [],
    times: [],
  });
});

test('a record is removed by the tag key under which it was written', () => {
  expect(Object.keys(timeTag({ kind: 'absent', of: 'AKIA1' }, AT))).toEqual([timeKey({ kind: 'absent', of: 'AKIA1' })]);
  expect(Object.keys(intentTag({ run: 'run-1', token: 'token-1', start: AT, baseline: [] }))).toEqual([
    intentKey('run-1'),
  ]);
});

test("every record fits into a tag: ids of keys have twenty letters, tokens 64 at most, a request's id 36", () => {
  // GIVEN
  const id = (shortest: number, longest: number) =>
    fc.stringMatching(new RegExp(`^[A-Za-z0-9-]{${shortest},${longest}}$`));

  // THEN
  fc.assert(
    fc.property(id(20, 20), id(32, 64), id(1, 36), (keyId, token, run) => {
      const tags = {
        ...timeTag({ kind: 'reactivated', of: keyId }, AT),
        ...timeTag({ kind: 'pending', of: token }, AT),
        ...intentTag({ run, token, start: AT, baseline: [keyId, keyId] }),
      };
      for (const [key, value] of Object.entries(tags)) {
        expect(key).toMatch(ALLOWED_KEY);
        expect(value).toMatch(ALLOWED_VALUE);
      }
    }),
  );
});
