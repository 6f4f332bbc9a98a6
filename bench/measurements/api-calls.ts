import { join } from 'node:path';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { RotatingKey } from '../../deploy/conformance/support/rotating-key';
import { until } from '../../deploy/conformance/support/until';
import { EmbeddedAws } from '../../deploy/embedded-aws';
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
    const { tickBefore, rotation, firstTickAfter, tickAfter } = await live(bench);
    const whole: Run = { calls: rotation.flatMap(({ calls }) => calls) };
    const rows = {
      'Rotation': whole,
      ...Object.fromEntries(rotation.map((run) => [`- ${run.step}`, run])),
      'Tick with nothing to do, one key': tickBefore,
      'Tick with nothing to do, a replaced key in its overlap': tickAfter,
      'First tick after a rotation, which writes down its time': firstTickAfter,
    };
    const idle = Math.max(tickBefore.calls.length, tickAfter.calls.length);
    return {
      method: [
        'The function as it ships, with the construct\'s own policy and pauses, deployed to the embedded AWS ([what that is](embedded-aws.md)), '
          + 'whose Secrets Manager asks for the four steps. No call fails or is late.',
        'Each HTTP request to AWS that leaves the function counts, by the service that it is signed for.',
        'The target of a tick is compared with the greater of the two that have nothing to do.',
        'Upstream and @pepperize have neither a rotation nor a tick.',
      ],
      tables: [{
        head: ['Run', 'Calls', ...SERVICES.map(({ title }) => title)],
        rows: Object.entries(rows).map(([name, run]) => [
          name, count(run.calls.length), ...SERVICES.map((service) => count(callsOf(run, service.name))),
        ]),
      }],
      targets: [
        { name: 'API calls of a rotation', limit: 14, measured: exactly(whole.calls.length), format: count },
        { name: 'API calls of a tick with nothing to do', limit: 6, measured: exactly(idle), format: count },
      ],
      data: rows,
    };
  },
};

function callsOf({ calls }: Run, service: string): number {
  return calls.filter((call) => call === service).length;
}

async function live({ progress }: Bench): Promise<Life> {
  // To the function all of each pause passes, but nobody has to wait for it.
  const aws = await EmbeddedAws.start({ options: { pauses: 0 } });
  try {
    return await inTemporaryFolder((folder) => liveIn(aws, new RunJournal(join(folder, 'runs')), progress));
  } finally {
    await aws.stop();
  }
}

/** A key from its deployment to a while after its first rotation. */
async function liveIn(aws: EmbeddedAws, journal: RunJournal, progress: Bench['progress']): Promise<Life> {
  progress('  deploys');
  const key = await RotatingKey.deploy(aws, {}, (template) => journal.writtenBy(template));
  const tickBefore = await tick(key, journal);
  progress('  rotates');
  const rotation = await rotate(key, journal);
  return { tickBefore, rotation, firstTickAfter: await tick(key, journal), tickAfter: await tick(key, journal) };
}

async function tick(key: RotatingKey, journal: RunJournal): Promise<Run> {
  const failure = await key.tick();
  if (failure !== '') {
    throw new Error(`the tick ended with ${failure}, expected one that has nothing to do`);
  }
  return journal.runs.at(-1)!;
}

async function rotate(key: RotatingKey, journal: RunJournal): Promise<readonly Run[]> {
  const first = await key.current();
  await key.rotate();
  await key.next(first);
  const last = await until('the last step', async () => journal.runs.find(({ step }) => step === STEPS.at(-1)), (run) => run !== undefined);
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
