import { afterLabel, afterOf, hasBeenCurrent, isOurs, keyLabel, keyOf } from '../../../src/handler/life-cycle/labels';

test('a version is labelled with its key, and with the version that was current when it was made', () => {
  expect([keyLabel('AKIA1'), afterLabel('version-1', 'AKIA1')]).toEqual(['key.AKIA1', 'after.version-1.AKIA1']);
});

test('what the labels of a version say is read', () => {
  const labels = ['AWSPENDING', 'after.version-1.AKIA1', 'key.AKIA1'];

  expect([keyOf(labels), afterOf(labels)]).toEqual(['AKIA1', 'version-1']);
  expect([keyOf(['AWSCURRENT']), afterOf([])]).toEqual([undefined, undefined]);
});

test('AWS\'s labels, and a person\'s, are not ours', () => {
  expect(['AWSCURRENT', 'AWSPENDING', 'monkey.1', 'key.AKIA1', 'after.version-1'].filter(isOurs)).toEqual(['key.AKIA1', 'after.version-1']);
});

test('a version is or was the current one by AWS\'s labels', () => {
  expect([['AWSCURRENT'], ['key.AKIA1', 'AWSPREVIOUS'], ['AWSPENDING', 'key.AKIA1'], []].map(hasBeenCurrent)).toEqual([true, true, false, false]);
});
