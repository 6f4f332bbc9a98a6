import { spawnSync } from 'node:child_process';
import { PROBES } from '../conformance';
import { EmbeddedAws, installEmbeddedAws } from '../embedded-aws';
import { EMULATOR, PYTHON } from '../install-embedded-aws';

const probes = Object.values(PROBES).flat();
const behaviours = [...new Set(probes.flatMap(({ behaviour }) => behaviour ?? []))].sort();

beforeAll(() => installEmbeddedAws(() => undefined));

test('every behaviour of the extension has a probe', () => {
  const { stdout } = spawnSync(
    PYTHON,
    ['-B', '-c', 'from embedded_aws import behaviours, register; print(*behaviours.names())'],
    { cwd: EMULATOR, encoding: 'utf8' },
  );

  expect(stdout.trim().split(' ')).toEqual(behaviours);
});

test.each(behaviours)('without %s, a probe of it fails', async (behaviour) => {
  const aws = await EmbeddedAws.start({ without: [behaviour] });
  try {
    const outcomes = await Promise.allSettled(
      probes.filter((probe) => probe.behaviour === behaviour).map((probe) => probe.run(aws)),
    );

    expect(outcomes.map(({ status }) => status)).toContain('rejected');
  } finally {
    await aws.stop();
  }
});
