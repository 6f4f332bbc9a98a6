import * as fc from 'fast-check';
import {
  advance,
  performCall,
  available,
  AwsCall,
  configureRotation,
  describeStep,
  disturbances,
  dueRotations,
  fingerprint,
  MARKER,
  newSimulatedAws,
  perform,
  stepFailed,
  stepSucceeded,
  SimulatedAws,
  SimulatedAwsOptions,
} from '.';
import { callOf, token } from './single-calls';
import { Effects, EffectName } from '../../../src/handler/life-cycle/effects';

const WALKS = 300;
const LONGEST = 40;

const LABELS = ['AWSCURRENT', 'AWSPENDING', 'key.one', 'key.two'];

/** One step from a simulated AWS, chosen by numbers, so that a walk can be shrunk and walked again. */
type Step = readonly [kind: number, choice: number, disturbance: number];

const walks = fc.array(fc.tuple(fc.nat(9), fc.nat(1000), fc.nat(30)), { maxLength: LONGEST });

const options = fc.record<SimulatedAwsOptions>(
  {
    firstVersionIsCurrent: fc.boolean(),
    filledVersionTakesLabels: fc.boolean(),
    rotationMakesPendingVersion: fc.boolean(),
    pendingLabel: fc.constantFrom('leaves with promotion', 'leaves after rotation', 'stays'),
    retried: fc.constantFrom('rotation', 'step'),
    retryPutsPendingBack: fc.boolean(),
    supersededRotationsGoOn: fc.boolean(),
    unlabelledVersionsVanish: fc.boolean(),
  } as never,
  { requiredKeys: [] },
);

/** All calls that could make a difference in a simulated AWS. */
function calls(aws: SimulatedAws): AwsCall[] {
  const keys = aws.iam.keys.map(({ id, secretAccessKey }) => ({ keyId: id, secretAccessKey }));
  const tokens = [token(1), token(2), ...aws.secret.versions.map(({ id }) => id)];
  const all = <N extends EffectName>(name: N, requests: Effects[N]['request'][]) =>
    requests.map((request) => callOf(name, request) as AwsCall);
  return [
    ...all('listAccessKeys', [{}]),
    ...all('createAccessKey', [{}]),
    ...all('getUser', [{}]),
    ...all(
      'updateAccessKey',
      keys.flatMap(({ keyId }) => [
        { keyId, active: true },
        { keyId, active: false },
      ]),
    ),
    ...all('deleteAccessKey', keys),
    ...all('getAccessKeyLastUsed', keys),
    ...all('getCallerIdentity', keys),
    ...all('describeSecret', [{}]),
    ...all(
      'rotateSecret',
      tokens.map((version) => ({ token: version })),
    ),
    ...all(
      'putSecretValue',
      tokens.map((version) => ({ token: version, value: version, labels: ['AWSPENDING', 'key.one'] })),
    ),
    ...all(
      'updateSecretVersionStage',
      LABELS.flatMap((label) =>
        tokens.flatMap((from) => [
          { label, from },
          { label, from, to: token(1) },
          { label, to: from },
        ]),
      ),
    ),
    ...all('tagResource', [{ tags: { one: '1' } }]),
    ...all('untagResource', [{ keys: ['one'] }]),
  ];
}

function walk(aws: SimulatedAws, [kind, choice, which]: Step): SimulatedAws {
  switch (kind) {
    case 0:
      return advance(aws, choice * 60_000);
    case 1:
      return advance(aws, choice);
    case 2:
    case 3:
      return perform(aws, pick(available(aws), choice));
    case 4: {
      const [due] = dueRotations(aws);
      return due ? [stepSucceeded, stepFailed][choice % 2](aws, due.token) : aws;
    }
    default: {
      const call = pick(calls(aws), choice);
      return performCall(aws, call, 'run 1', disturbances(aws, call)[which]).aws;
    }
  }
}

function pick<T>(all: readonly T[], choice: number): T {
  return all[choice % all.length];
}

/** All worlds of a walk. */
function reached(chosen: Partial<SimulatedAwsOptions>, steps: readonly Step[]): SimulatedAws[] {
  const first = configureRotation(newSimulatedAws(chosen), token(0));
  return steps.reduce((worlds, step) => [...worlds, walk(worlds[worlds.length - 1], step)], [first]);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(Object.freeze(value)).forEach(frozen);
  }
  return value;
}

function onWalks(property: (chosen: Partial<SimulatedAwsOptions>, steps: readonly Step[]) => void): void {
  fc.assert(fc.property(options, walks, property), { numRuns: WALKS });
}

test('no step changes the simulated AWS that it starts from', () => {
  onWalks((chosen, steps) => {
    steps.reduce((aws, step) => frozen(walk(aws, step)), frozen(configureRotation(newSimulatedAws(chosen), token(0))));
  });
});

test('the same steps reach the same state', () => {
  onWalks((chosen, steps) => {
    expect(reached(chosen, steps).map(fingerprint)).toEqual(reached(chosen, steps).map(fingerprint));
  });
});

test('a simulated AWS is plain data, and its fingerprint contains all of it', () => {
  onWalks((chosen, steps) => {
    const aws = reached(chosen, steps).pop()!;
    const copy: SimulatedAws = JSON.parse(JSON.stringify(aws));

    expect(fingerprint(copy)).toBe(fingerprint(aws));
    expect(copy).toEqual(aws);
  });
});

test('a user has two keys at most, a label is on one version, a secret has the marker, and no id comes twice', () => {
  onWalks((chosen, steps) => {
    for (const { iam, secret, keyHistory } of reached(chosen, steps)) {
      const labels = secret.versions.flatMap((version) => version.labels);
      expect(iam.keys.length).toBeLessThanOrEqual(2);
      expect(new Set(labels).size).toBe(labels.length);
      expect(iam.keys.every(({ secretAccessKey }) => secretAccessKey.startsWith(MARKER))).toBe(true);
      expect(new Set(keyHistory.keys.map(({ id }) => id)).size).toBe(iam.keysMade);
    }
  });
});

test('the history of a key agrees with IAM', () => {
  onWalks((chosen, steps) => {
    for (const { iam, keyHistory } of reached(chosen, steps)) {
      const known = keyHistory.keys
        .filter(({ deletedAt }) => deletedAt === undefined)
        .map(({ id, active }) => ({ id, active }));
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

test('each action of an operator has an effect, and a description of its own', () => {
  onWalks((chosen, steps) => {
    const aws = reached(chosen, steps).pop()!;
    const possible = available(aws);

    expect(possible.map((step) => fingerprint(perform(aws, step))).filter((text) => text === fingerprint(aws))).toEqual(
      [],
    );
    expect(new Set(possible.map(describeStep)).size).toBe(possible.length);
  });
});
