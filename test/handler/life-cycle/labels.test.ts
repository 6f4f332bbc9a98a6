import {
  afterLabel,
  afterOf,
  hasBeenCurrent,
  isManagedLabel,
  isPrevious,
  keyLabel,
  keyIdIn,
  replacedLabel,
  replacementsIn,
} from '../../../src/handler/life-cycle/labels';

test('a version is labelled with its key, and with the version that was current when it was created', () => {
  expect([keyLabel('AKIA1'), afterLabel('version-1', 'AKIA1')]).toEqual(['key.AKIA1', 'after.version-1.AKIA1']);
});

test('the labels of a version are read', () => {
  const labels = ['AWSPENDING', 'after.version-1.AKIA1', 'key.AKIA1'];

  expect([keyIdIn(labels), afterOf(labels)]).toEqual(['AKIA1', 'version-1']);
  expect([keyIdIn(['AWSCURRENT']), afterOf([])]).toEqual([undefined, undefined]);
});

test('labels of AWS and of an operator are not managed', () => {
  expect(['AWSCURRENT', 'AWSPENDING', 'monkey.1', 'key.AKIA1', 'after.version-1'].filter(isManagedLabel)).toEqual([
    'key.AKIA1',
    'after.version-1',
  ]);
});

test("a version is or was the current one by AWS's labels", () => {
  expect([['AWSCURRENT'], ['key.AKIA1', 'AWSPREVIOUS'], ['AWSPENDING', 'key.AKIA1'], []].map(hasBeenCurrent)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('the label of a replaced key has the time of its replacement', () => {
  // GIVEN
  const at = Date.UTC(2025, 0, 1, 12, 30, 15, 250);

  // WHEN
  const label = replacedLabel(at, 'AKIA1');

  // THEN
  expect(label).toBe('replaced.2025-01-01T12:30:15.250Z.AKIA1');
  expect(replacementsIn(['AWSPREVIOUS', 'key.AKIA1', label])).toEqual([{ keyId: 'AKIA1', at, label }]);
});

test('a label of a replaced key whose time cannot be read counts as lost', () => {
  expect(
    replacementsIn(['replaced.', 'replaced.AKIA1', 'replaced.soon.AKIA1', 'replaced.2025-13-01T00:00:00.000Z.AKIA1']),
  ).toEqual([]);
});

test("the version that was current before is known by AWS's label", () => {
  expect([['AWSPREVIOUS'], ['AWSCURRENT', 'key.AKIA1']].map(isPrevious)).toEqual([true, false]);
});
