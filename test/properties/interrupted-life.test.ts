import { DAY, Life, MINUTE, POLICY } from './life';
import {
  AwsCall,
  disturbances,
  factsOf,
  Interruption,
  keyId,
  MARKER,
  newSimulatedAws,
  SimulatedAws,
} from './simulated-aws';

/**
 * Something that befalls one call of a life: a crash, or a disturbance by its index among those that are possible then.
 */
interface Mishap {
  readonly call: number;
  readonly disturbance?: number;
}

/** A life to which one mishap happens, once it is armed. */
class UnluckyLife extends Life {
  private armed = false;
  private calls = 0;
  private disturbances = 0;

  public constructor(private readonly mishap: Mishap) {
    super(newSimulatedAws(), POLICY, { before: (aws, call) => (this.armed ? this.before(aws, call) : undefined) });
  }

  /** Counts the calls of some work, and lets the mishap happen in it. */
  public unlucky<T>(work: () => T): T {
    this.armed = true;
    const result = work();
    this.armed = false;
    return result;
  }

  /** The mishap that is to be tried next: the next one on the same call, or the first one on the next. */
  public get next(): Mishap | undefined {
    const { call, disturbance = -1 } = this.mishap;
    if (disturbance + 1 < this.disturbances) {
      return { call, disturbance: disturbance + 1 };
    }
    return call + 1 < this.calls ? { call: call + 1 } : undefined;
  }

  private before(aws: SimulatedAws, call: AwsCall): Interruption | undefined {
    const { mishap } = this;
    if (this.calls++ !== mishap.call) {
      return undefined;
    }
    const possible = disturbances(aws, call);
    this.disturbances = possible.length;
    return mishap.disturbance === undefined ? { crash: true } : { disturbance: possible[mishap.disturbance] };
  }
}

/** Tries one mishap after another, until each has happened at each call. */
function withEveryMishap(live: (life: UnluckyLife) => void): void {
  for (let mishap: Mishap | undefined = { call: 0 }; mishap !== undefined;) {
    const life: UnluckyLife = new UnluckyLife(mishap);
    try {
      live(life);
    } catch (error) {
      throw new Error([`after the mishap ${JSON.stringify(mishap)}`, ...life.history].join('\n'), { cause: error });
    }
    expect(life.said.join('\n')).not.toContain(MARKER);
    mishap = life.next;
  }
}

function keys({ aws }: Life): string[] {
  return aws.iam.keys.map(({ id }) => id);
}

function tagsOf({ aws }: Life): string[] {
  return aws.secret.tags.map(([key]) => key.split(':')[1]);
}

test('a Create that is interrupted anywhere leaves a working key, or none after its Delete', () => {
  withEveryMishap((life) => {
    const outcome = life.unlucky(() => life.create());

    if (outcome?.outcome === 'done') {
      life.use(life.current);
      life.days(3);
      expect(keys(life)).toEqual([life.current]);
      expect(tagsOf(life)).toEqual(['owner']);
    } else {
      life.pass(5 * MINUTE);
      expect(life.run({ kind: 'delete', created: false, retain: false }).value).toMatchObject({ outcome: 'done' });
      expect(keys(life)).toEqual([]);
    }
  });
});

test('a rotation that is interrupted anywhere is over three days later, keeps the overlap, and leaves nothing', () => {
  withEveryMishap((life) => {
    // GIVEN
    life.create();
    life.pass(60 * DAY);
    life.scheduledRun();

    // WHEN
    life.unlucky(() => life.rotate());
    life.days(3, () => life.use(life.current));

    // THEN
    expect(keys(life)).toEqual([keyId(0), life.current]);
    expect(tagsOf(life)).toEqual(['owner']);

    // WHEN
    life.days(25, () => life.use(life.current));

    // THEN
    const { statusAt, replacedAt } = factsOf(life.aws, keyId(0))!;
    expect(statusAt! - replacedAt!).toBeGreaterThanOrEqual(14 * DAY);
    expect(keys(life)).toEqual([life.current]);
  });
});

test('a Delete that is interrupted anywhere leaves nothing once it is repeated', () => {
  withEveryMishap((life) => {
    // GIVEN
    life.create();
    life.pass(60 * DAY);
    life.rotate();

    // WHEN
    life.unlucky(() => life.delete());
    const outcome = life.delete();

    // THEN
    expect(outcome).toMatchObject({ outcome: 'done' });
    expect(keys(life)).toEqual([]);
  });
});
