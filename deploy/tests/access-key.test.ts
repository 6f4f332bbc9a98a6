import { join } from 'node:path';
import { BothConstructs, States } from './both-constructs';
import { State } from './key-history';
import { REPOSITORY } from '../../consumers/dist';
import { Terminal } from '../../consumers/terminal';
import { Account } from '../account';
import { Cdk } from '../cdk';
import { beforeAllWithFreshAws } from './fresh-aws';
import { EmbeddedAws } from '../embedded-aws';

const REFUSED = 'InvalidClientTokenId';
const QUOTA = 'Cannot exceed quota for AccessKeysPerUser: 2';

let aws: EmbeddedAws;
let cdk: Cdk;
let account: Account;

beforeAllWithFreshAws(async (fresh) => {
  aws = fresh;
  cdk = new Cdk(aws, new Terminal(join(REPOSITORY, 'deploy', 'apps'), {}, () => undefined));
  account = new Account(aws);
  await cdk.bootstrap();
});

function both(name: string): BothConstructs {
  return new BothConstructs(account, cdk, name);
}

/** Both constructs are in this state. */
function expectState(states: States, expected: State): void {
  expect(states.thisPackage).toEqual(expected);
  expect(states.awsIam).toEqual(expected);
}

test('a new key is active, is the one in the secret, and signs in as its user', async () => {
  // WHEN
  const states = await both('create').deploy({});

  // THEN
  expectState(states, {
    stack: 'CREATE_COMPLETE',
    keys: { alice: { 'key 1': 'Active' }, bob: {} },
    secret: 'key 1',
    signIn: { 'key 1': 'alice' },
  });
});

test('a key that is deactivated keeps its id and is refused, and works again once it is active', async () => {
  // GIVEN
  const constructs = both('status');
  await constructs.deploy({ status: 'Active' });

  // WHEN
  const inactive = await constructs.deploy({ status: 'Inactive' });
  const activeAgain = await constructs.deploy({ status: 'Active' });

  // THEN
  const state: State = {
    stack: 'UPDATE_COMPLETE',
    keys: { alice: { 'key 1': 'Inactive' }, bob: {} },
    secret: 'key 1',
    signIn: { 'key 1': REFUSED },
  };
  expectState(inactive, state);
  expectState(activeAgain, { ...state, keys: { alice: { 'key 1': 'Active' }, bob: {} }, signIn: { 'key 1': 'alice' } });
});

test('a key can be created inactive', async () => {
  // WHEN
  const states = await both('created-inactive').deploy({ status: 'Inactive' });

  // THEN
  expectState(states, {
    stack: 'CREATE_COMPLETE',
    keys: { alice: { 'key 1': 'Inactive' }, bob: {} },
    secret: 'key 1',
    signIn: { 'key 1': REFUSED },
  });
});

test('a higher serial puts a new key into the secret and deletes the replaced one', async () => {
  // GIVEN
  const constructs = both('serial-bump');
  await constructs.deploy({ serial: 1 });

  // WHEN
  const states = await constructs.deploy({ serial: 2 });

  // THEN
  expectState(states, replaced(1));
});

test('a serial that is added or removed replaces the key', async () => {
  // GIVEN
  const constructs = both('serial-added-and-removed');
  await constructs.deploy({});

  // WHEN
  const added = await constructs.deploy({ serial: 1 });
  const removed = await constructs.deploy({});

  // THEN
  expectState(added, replaced(1));
  expectState(removed, replaced(2));
});

test(
  'a higher serial without a free access key fails and is rolled back, the current key still works, and ' +
    'succeeds once a key is free',
  async () => {
    // GIVEN
    const constructs = both('no-free-slot');
    await constructs.deploy({ serial: 1 });
    await constructs.createKey('alice');

    // WHEN
    await expect(constructs.deploy({ serial: 2 })).rejects.toThrow(QUOTA);

    // THEN
    expectState(await constructs.look(), {
      stack: 'UPDATE_ROLLBACK_COMPLETE',
      keys: { alice: { 'key 1': 'Active', 'key 2': 'Active' }, bob: {} },
      secret: 'key 1',
      signIn: { 'key 1': 'alice', 'key 2': 'alice' },
    });

    // WHEN
    await constructs.deleteKey('alice', 'key 2');
    const states = await constructs.deploy({ serial: 2 });

    // THEN
    expectState(states, {
      stack: 'UPDATE_COMPLETE',
      keys: { alice: { 'key 3': 'Active' }, bob: {} },
      secret: 'key 3',
      signIn: { 'key 1': REFUSED, 'key 2': REFUSED, 'key 3': 'alice' },
    });
  },
);

test('for another user the key is replaced by one of that user', async () => {
  // GIVEN
  const constructs = both('another-user');
  await constructs.deploy({ owner: 'alice' });

  // WHEN
  const states = await constructs.deploy({ owner: 'bob' });

  // THEN
  expectState(states, {
    stack: 'UPDATE_COMPLETE',
    keys: { alice: {}, bob: { 'key 2': 'Active' } },
    secret: 'key 2',
    signIn: { 'key 1': REFUSED, 'key 2': 'bob' },
  });
});

test(
  'a third key for a user with two unmanaged keys fails and is rolled back, and the key of the other user ' +
    'still works',
  async () => {
    // GIVEN
    const constructs = both('third-key');
    await constructs.deploy({ owner: 'bob' });
    await constructs.createKey('alice');
    await constructs.createKey('alice');

    // WHEN
    await expect(constructs.deploy({ owner: 'alice' })).rejects.toThrow(QUOTA);

    // THEN
    expectState(await constructs.look(), {
      stack: 'UPDATE_ROLLBACK_COMPLETE',
      keys: { alice: { 'key 2': 'Active', 'key 3': 'Active' }, bob: { 'key 1': 'Active' } },
      secret: 'key 1',
      signIn: { 'key 1': 'bob', 'key 2': 'alice', 'key 3': 'alice' },
    });
  },
);

test('a retained key still works when its stack is gone', async () => {
  // GIVEN
  const constructs = both('retain');
  await constructs.deploy({ retain: true });

  // WHEN
  const states = await constructs.destroy();

  // THEN
  expectState(states, {
    stack: 'no such stack',
    keys: { alice: { 'key 1': 'Active' }, bob: 'no such user' },
    secret: 'ResourceNotFoundException',
    signIn: { 'key 1': 'alice' },
  });
});

test('a destroyed stack leaves no key, no user and no secret', async () => {
  // GIVEN
  const constructs = both('destroy');
  await constructs.deploy({});

  // WHEN
  const states = await constructs.destroy();

  // THEN
  expectState(states, {
    stack: 'no such stack',
    keys: { alice: 'no such user', bob: 'no such user' },
    secret: 'ResourceNotFoundException',
    signIn: { 'key 1': REFUSED },
  });
});

/** A key that was replaced so many times, each time in a stack that has nothing else to do. */
function replaced(times: number): State {
  const past = Array.from({ length: times }, (_, index) => [`key ${index + 1}`, REFUSED]);
  const current = `key ${times + 1}`;
  return {
    stack: 'UPDATE_COMPLETE',
    keys: { alice: { [current]: 'Active' }, bob: {} },
    secret: current,
    signIn: { ...Object.fromEntries(past), [current]: 'alice' },
  };
}
