import { baselineAt, baselineCommits } from './baselines';
import { Comparison, compareWithBaseline } from './compare';

export interface GateResult extends Comparison {
  /** The commit that the API was compared with. */
  readonly commit: string;
}

/** Compares the built API with every baseline. No result means that there is no baseline yet. */
export function apiGate(repository: string): GateResult[] {
  return baselineCommits(repository).flatMap((commit) => {
    const baseline = baselineAt(repository, commit);
    return baseline ? [{ commit, ...compareWithBaseline(repository, baseline) }] : [];
  });
}

export function describeResult({ commit, verdict, output }: GateResult): string {
  const remedies = {
    compatible: 'the API is compatible',
    break:
      'the API breaks its users: undo the change, or acknowledge it by adding the key in brackets to .compatignore',
    broken: 'the comparison itself failed, so nothing is known',
  };
  return `API against ${commit.slice(0, 12)}: ${remedies[verdict]}${verdict === 'compatible' ? '' : `\n${output}`}`;
}
