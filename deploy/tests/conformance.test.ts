import { PROBES } from '../conformance';
import { EmbeddedAws, installEmbeddedAws } from '../embedded-aws';

let aws: EmbeddedAws;

beforeAll(async () => {
  await installEmbeddedAws(() => undefined);
  aws = await EmbeddedAws.start();
});

afterAll(() => aws.stop());

describe.each(Object.entries(PROBES))('%s', (_subject, probes) => {
  test.each(probes.map((probe) => [probe.statement, probe] as const))('%s', (_statement, probe) => probe.run(aws));
});
