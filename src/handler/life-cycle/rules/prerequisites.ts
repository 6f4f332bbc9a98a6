import { fail, Rule } from './rule';
import { OWNER_KEY } from '../records';

/** What every task needs but Delete, which succeeds without. */
export const PREREQUISITES: readonly Rule[] = [
  {
    name: 'user-is-gone',
    when: 'the user does not exist',
    then: 'fail',
    judge: ({ userExists }) => userExists ? undefined : fail('the user does not exist'),
  },
  {
    name: 'secret-is-gone',
    when: 'the secret does not exist',
    then: 'fail',
    judge: ({ secretExists }) => secretExists ? undefined : fail('the secret does not exist'),
  },
  {
    name: 'secret-of-another',
    when: 'the secret belongs to another construct',
    then: 'fail: nothing is changed',
    judge: ({ records, owner }) => records.owner !== undefined && records.owner !== owner
      ? fail(`the secret belongs to ${records.owner}: give each key a secret of its own, or remove that owner first; if its stack is gone, remove the tag ${OWNER_KEY} of the secret`) : undefined,
  },
];
