import { PROBES } from '../conformance';
import { beforeAllWithFreshAws } from './fresh-aws';
import { EmbeddedAws } from '../embedded-aws';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

describe.each(Object.entries(PROBES))('%s', (_subject, probes) => {
  test.each(probes.map((probe) => [probe.statement, probe] as const))('%s', (_statement, probe) => probe.run(aws));
});
