import { join } from 'node:path';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { RotatingKey } from '../../deploy/conformance/support/rotating-key';
import { until } from '../../deploy/conformance/support/until';
import { EmbeddedAws } from '../../deploy/embedded-aws';
import { SesSmtpDeployment } from '../../deploy/tests/ses-smtp-deployment';
import { Bench, Finding, Measurement } from '../measurement';
import { count } from '../report/format';
import { Run, RunJournal } from '../run-journal';
import { exactly } from '../statistics';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

const SERVICES = [
  { name: 'iam', title: 'IAM' },
  { name: 'secretsmanager', title: 'Secrets Manager' },
  { name: 'sts', title: 'STS' },
];

/** What is deployed, as far as it is counted. */
interface Deployed {
  readonly key: RotatingKey;
  /** Waits for the key that follows the present one, once it is the current one. */
  readonly rotated: () => Promise<unknown>;
}

/** A further construct is a further line. */
const CONSTRUCTS: Readonly<Record<string, (aws: EmbeddedAws, journal: RunJournal) => Promise<Deployed>>> = {
  RotatingAccessKey: async (aws, journal) => {
    const key = await RotatingKey.deploy(aws, {}, (template) => journal.writtenBy(template, 'Key'));
    const first = await key.current();
    return { key, rotated: () => key.next(first) };
  },
  SesSmtpCredentials: async (aws, journal) => {
    const smtp = await SesSmtpDeployment.deploy(aws, {}, (template) => journal.writtenBy(template, 'Smtp'));
    const first = await smtp.current();
    return { key: smtp.key, rotated: () => smtp.next(first) };
  },
};

/** The runs that are counted, in their order. */
interface Life {
  readonly tickBefore: Run;
  readonly rotation: readonly Run[];
  readonly firstTickAfter: Run;
  readonly tickAfter: Run;
}

/** How many calls to AWS the function makes. */
export const apiCalls: Measurement = {
  title: 'API calls of the function',
  async run(bench): Promise<Finding> {
    const lives = await live(bench);
    const rows = Object.entries(lives).flatMap(([construct, life]) =>
      Object.entries(runsOf(life)).map(([name, run]) => ({ construct, name, run })),
    );
    const most = (callsIn: (life: Life) => number) => Math.max(...Object.values(lives).map(callsIn));
    return {
      method: [
        "The function as it ships, with the construct's own rotation settings and pauses, deployed to [the " +
          'emulator](emulator.md), ' +
          'whose Secrets Manager starts the four steps. No call fails or is late.',
        'Each HTTP request to AWS that leaves the function counts, by the service that it is signed for.',
        'Each target is compared with the construct that makes more calls. ' +
          'For scheduled runs, it is compared with the greater of the two that have nothing to do.',
        '`aws_iam` and @pepperize have neither a rotation nor a scheduled run.',
      ],
      tables: [
        {
          head: ['Construct', 'Run', 'Calls', ...SERVICES.map(({ title }) => title)],
          rows: rows.map(({ construct, name, run }) => [
            construct,
            name,
            count(run.calls.length),
            ...SERVICES.map((service) => count(callsOf(run, service.name))),
          ]),
        },
      ],
      targets: [
        {
          name: 'API calls of a rotation',
          limit: 14,
          measured: exactly(most(({ rotation }) => wholeOf(rotation).calls.length)),
          format: count,
        },
        {
          name: 'API calls of a scheduled run with nothing to do',
          limit: 6,
          measured: exactly(
            most(({ tickBefore, tickAfter }) => Math.max(tickBefore.calls.length, tickAfter.calls.length)),
          ),
          format: count,
        },
      ],
      data: rows,
    };
  },
};

function runsOf({ tickBefore, rotation, firstTickAfter, tickAfter }: Life): Record<string, Run> {
  return {
    Rotation: wholeOf(rotation),
    ...Object.fromEntries(rotation.map((run) => [`- ${run.step}`, run])),
    'Scheduled run with nothing to do, one key': tickBefore,
    'Scheduled run with nothing to do, a replaced key in its overlap': tickAfter,
    'First scheduled run after a rotation, which records its time': firstTickAfter,
  };
}

function wholeOf(rotation: readonly Run[]): Run {
  return { calls: rotation.flatMap(({ calls }) => calls) };
}

function callsOf({ calls }: Run, service: string): number {
  return calls.filter((call) => call === service).length;
}

async function live(bench: Bench): Promise<Record<string, Life>> {
  // To the function all of each pause passes, but nobody has to wait for it.
  const aws = await EmbeddedAws.start({ options: { pauses: 0 } });
  try {
    const lives: Record<string, Life> = {};
    for (const [construct, deploy] of Object.entries(CONSTRUCTS)) {
      bench.progress(`  ${construct}`);
      lives[construct] = await inTemporaryFolder((folder) => {
        const journal = new RunJournal(join(folder, 'runs'));
        return liveIn(() => deploy(aws, journal), journal);
      });
    }
    return lives;
  } finally {
    await aws.stop();
  }
}

/** A key from its deployment to a while after its first rotation. */
async function liveIn(deploy: () => Promise<Deployed>, journal: RunJournal): Promise<Life> {
  const { key, rotated } = await deploy();
  const tickBefore = await tick(key, journal);
  await key.rotate();
  await rotated();
  return {
    tickBefore,
    rotation: await rotationIn(journal),
    firstTickAfter: await tick(key, journal),
    tickAfter: await tick(key, journal),
  };
}

async function tick(key: RotatingKey, journal: RunJournal): Promise<Run> {
  const failure = await key.tick();
  if (failure !== '') {
    throw new Error(`the tick ended with ${failure}, expected one that has nothing to do`);
  }
  return journal.runs.at(-1)!;
}

/** The runs of the rotation that has ended last. */
async function rotationIn(journal: RunJournal): Promise<readonly Run[]> {
  const last = await until(
    'the last step',
    async () => journal.runs.find(({ step }) => step === STEPS.at(-1)),
    (run) => run !== undefined,
  );
  const rotation = journal.runs.filter(({ token }) => token === last!.token);
  requireOneRunAStep(rotation);
  return rotation;
}

/** A step that failed and came again would count twice. */
function requireOneRunAStep(rotation: readonly Run[]): void {
  const steps = rotation.map(({ step }) => step).join(', ');
  if (steps !== STEPS.join(', ')) {
    throw new Error(`the rotation ran ${steps}, expected ${STEPS.join(', ')}; its calls cannot be counted`);
  }
}
