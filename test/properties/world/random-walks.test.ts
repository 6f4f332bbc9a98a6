import * as fc from 'fast-check';
import {
  advance, answer, available, AwsCall, configureRotation, describeStep, disturbances, dueRotations, fingerprint, MARKER, newWorld, perform,
  stepFailed, stepSucceeded, World, WorldOptions,
} from '.';
import { callOf, token } from './asking';
import { Effects, EffectName } from '../../../src/handler/life-cycle/effects';

const WALKS = 300;
const LONGEST = 40;

const LABELS = ['AWSCURRENT', 'AWSPENDING', 'key.one', 'key.two'];

/** One step from a world, chosen by numbers, so that a walk can be shrunk and walked again. */
type Step = readonly [kind: number, choice: number, disturbance: number];

const walks = fc.array(fc.tuple(fc.nat(9), fc.nat(1000), fc.nat(30)), { maxLength: LONGEST });

const options = fc.record<WorldOptions>({
  firstVersionIsCurrent: fc.boolean(),
  filledVersionTakesLabels: fc.boolean(),
  rotationMakesPendingVersion: fc.boolean(),
  pendingLabel: fc.constantFrom('leaves with promotion', 'leaves after rotation', 'stays'),
  retried: fc.constantFrom('rotation', 'step'),
  retryPutsPendingBack: fc.boolean(),
  supersededRotationsGoOn: fc.boolean(),
  unlabelledVersionsVanish: fc.boolean(),
} as never, { requiredKeys: [] });

/** All calls that could make a difference in a world. */
function calls(world: World): AwsCall[] {
  const keys = world.iam.keys.map(({ id, secretAccessKey }) => ({ keyId: id, secretAccessKey }));
  const tokens = [token(1), token(2), ...world.secret.versions.map(({ id }) => id)];
  const all = <N extends EffectName>(name: N, requests: Effects[N]['request'][]) => requests.map((request) => callOf(name, request) as AwsCall);
  return [
    ...all('listAccessKeys', [{}]),
    ...all('createAccessKey', [{}]),
    ...all('getUser', [{}]),
    ...all('updateAccessKey', keys.flatMap(({ keyId }) => [{ keyId, active: true }, { keyId, active: false }])),
    ...all('deleteAccessKey', keys),
    ...all('getAccessKeyLastUsed', keys),
    ...all('getCallerIdentity', keys),
    ...all('describeSecret', [{}]),
    ...all('rotateSecret', tokens.map((version) => ({ token: version }))),
    ...all('putSecretValue', tokens.map((version) => ({ token: version, value: version, labels: ['AWSPENDING', 'key.one'] }))),
    ...all('updateSecretVersionStage', LABELS.flatMap((label) => tokens.flatMap((from) => [{ label, from }, { label, from, to: token(1) }, { label, to: from }]))),
    ...all('tagResource', [{ tags: { one: '1' } }]),
    ...all('untagResource', [{ keys: ['one'] }]),
  ];
}

function walk(world: World, [kind, choice, which]: Step): World {
  switch (kind) {
    case 0:
      return advance(world, choice * 60_000);
    case 1:
      return advance(world, choice);
    case 2:
    case 3:
      return perform(world, pick(available(world), choice));
    case 4: {
      const [due] = dueRotations(world);
      return due ? [stepSucceeded, stepFailed][choice % 2](world, due.token) : world;
    }
    default: {
      const call = pick(calls(world), choice);
      return answer(world, call, 'run 1', disturbances(world, call)[which]).world;
    }
  }
}

function pick<T>(all: readonly T[], choice: number): T {
  return all[choice % all.length];
}

/** All worlds of a walk. */
function reached(chosen: Partial<WorldOptions>, steps: readonly Step[]): World[] {
  const first = configureRotation(newWorld(chosen), token(0));
  return steps.reduce((worlds, step) => [...worlds, walk(worlds[worlds.length - 1], step)], [first]);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(Object.freeze(value)).forEach(frozen);
  }
  return value;
}

function onWalks(property: (chosen: Partial<WorldOptions>, steps: readonly Step[]) => void): void {
  fc.assert(fc.property(options, walks, property), { numRuns: WALKS });
}

test('no step changes the world that it starts from', () => {
  onWalks((chosen, steps) => {
    steps.reduce((world, step) => frozen(walk(world, step)), frozen(configureRotation(newWorld(chosen), token(0))));
  });
});

test('the same steps reach the same world', () => {
  onWalks((chosen, steps) => {
    expect(reached(chosen, steps).map(fingerprint)).toEqual(reached(chosen, steps).map(fingerprint));
  });
});

test('a world is plain data, and its fingerprint is all of it', () => {
  onWalks((chosen, steps) => {
    const world = reached(chosen, steps).pop()!;
    const copy: World = JSON.parse(JSON.stringify(world));

    expect(fingerprint(copy)).toBe(fingerprint(world));
    expect(copy).toEqual(world);
  });
});

test('a user has two keys at most, a label is on one version, a secret has the marker, and no id comes twice', () => {
  onWalks((chosen, steps) => {
    for (const { iam, secret, ghost } of reached(chosen, steps)) {
      const labels = secret.versions.flatMap((version) => version.labels);
      expect(iam.keys.length).toBeLessThanOrEqual(2);
      expect(new Set(labels).size).toBe(labels.length);
      expect(iam.keys.every(({ secretAccessKey }) => secretAccessKey.startsWith(MARKER))).toBe(true);
      expect(new Set(ghost.keys.map(({ id }) => id)).size).toBe(iam.keysMade);
    }
  });
});

test('what is known of a key agrees with IAM', () => {
  onWalks((chosen, steps) => {
    for (const { iam, ghost } of reached(chosen, steps)) {
      const known = ghost.keys.filter(({ deletedAt }) => deletedAt === undefined).map(({ id, active }) => ({ id, active }));
      expect(known).toEqual(iam.keys.map(({ id, active }) => ({ id, active })));
    }
  });
});

test('a current label is never lost while the secret is there', () => {
  onWalks((chosen, steps) => {
    let hadCurrent = false;
    for (const { secret } of reached(chosen, steps)) {
      const hasCurrent = secret.versions.some(({ labels }) => labels.includes('AWSCURRENT'));
      expect(hasCurrent || !hadCurrent || secret.existence === 'absent').toBe(true);
      hadCurrent = hasCurrent;
    }
  });
});

test('each step that a person can do makes a difference, and says so in other words than the others', () => {
  onWalks((chosen, steps) => {
    const world = reached(chosen, steps).pop()!;
    const possible = available(world);

    expect(possible.map((step) => fingerprint(perform(world, step))).filter((text) => text === fingerprint(world))).toEqual([]);
    expect(new Set(possible.map(describeStep)).size).toBe(possible.length);
  });
});
