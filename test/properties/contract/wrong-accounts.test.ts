import { CONTRACT, ContractAccount, hold, NewAccount, Statement } from '.';
import { SimulatedAccount } from './simulated-account';
import { EffectResult } from '../../../src/handler/life-cycle/effects';
import { AwsCall, AwsCallName, SimulatedAwsOptions } from '../simulated-aws';

const STATEMENTS = Object.values(CONTRACT).flat();

type Perform = (call: AwsCall, right: ContractAccount) => Promise<EffectResult>;

function statementOf(text: string): Statement {
  return STATEMENTS.find(({ statement }) => statement.startsWith(text))!;
}

/** The simulated account, where the calls of one name have wrong results. */
function wrong(name: AwsCallName | 'every call', perform: Perform): NewAccount {
  return async (setup) => {
    const right = new SimulatedAccount(setup);
    return {
      user: right.user,
      operator: right.operator,
      iamFallsBehind: async () => right.iamFallsBehind(),
      iamCatchesUp: async () => right.iamCatchesUp(),
      befalls: async (fault, what) => right.befalls(fault, what),
      perform: async (call) =>
        name === 'every call' || call.name === name ? perform(call, right) : right.perform(call),
    };
  };
}

/** Succeeds as if nothing could be refused. */
const neverRefused: Perform = async (call, right) => ({ ...(await right.perform(call)), failure: undefined });

const NAMED: [defect: string, statement: string, account: NewAccount][] = [
  ['a third key', 'a user has at most two keys', wrong('createAccessKey', neverRefused)],
  [
    'a list with secrets',
    'a new key is active, has a secret',
    wrong('listAccessKeys', async (call, right) => {
      const { value, ...rest } = await right.perform(call);
      return { ...rest, value: (value as object[]).map((key) => ({ ...key, secretAccessKey: 'secret' })) };
    }),
  ],
  ['a token with two values', 'the same token with another value', wrong('putSecretValue', neverRefused)],
  [
    'labels that move from anywhere',
    'a label that a version has is moved only away',
    wrong('updateSecretVersionStage', neverRefused),
  ],
  [
    'a user who stays the same',
    'a user who is deleted and made again',
    wrong('getUser', async (_call, _right) => ({ now: 0, value: 'AIDASAME' })),
  ],
  ['a deactivation without effect', 'an inactive key is unknown', wrong('updateAccessKey', async () => ({ now: 0 }))],
  ['a value under any label', 'a value is not found under a label', wrong('getSecretValue', neverRefused)],
  [
    'an ambiguous result that claims to be none',
    'when a response is lost',
    wrong('createAccessKey', async (call, right) => {
      const { failure, ...rest } = await right.perform(call);
      return { ...rest, failure: failure && { ...failure, effect: 'none' } };
    }),
  ],
];

test.each(NAMED)('%s is noticed', async (_defect, statement, account) => {
  await hold(statementOf(statement), async (setup) => new SimulatedAccount(setup));
  await expect(hold(statementOf(statement), account)).rejects.toThrow();
});

const OPTIONS: [Partial<SimulatedAwsOptions>, string][] = [
  [{ spreads: 0 }, 'a new key is unknown for a while'],
  [{ staleness: 0 }, 'a list of keys may say what was true'],
  [{ firstVersionIsCurrent: false }, 'the first value of a secret is also the current one'],
  [{ filledVersionTakesLabels: false }, 'a pending version without a value is filled'],
  [{ rotationMakesPendingVersion: false }, 'a rotation begins with a pending version'],
];

test.each(OPTIONS)('an account with %j is noticed', async (options, statement) => {
  await expect(hold(statementOf(statement), async (setup) => new SimulatedAccount(setup, options))).rejects.toThrow();
});

test.each(STATEMENTS)('an account that returns nothing is noticed: $statement', async (statement) => {
  await expect(
    hold(
      statement,
      wrong('every call', async () => ({ now: 0 })),
    ),
  ).rejects.toThrow();
});

test.each(STATEMENTS)('an account that refuses everything is noticed: $statement', async (statement) => {
  const refusing = wrong('every call', async () => ({
    now: 0,
    failure: { code: 'Refused', message: 'no', effect: 'none', retryable: false },
  }));

  await expect(hold(statement, refusing)).rejects.toThrow();
});
