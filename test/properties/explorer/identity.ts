import { ExplorerState } from './explorer-state';

/**
 * Numbers for plain data, the same for equal data. States share most of their parts, so that each part is put into
 * words once; and a number instead of the words keeps a million states in memory.
 */
export class Identities {
  private readonly numbers = new WeakMap<object, number>();
  private readonly texts = new Map<string, number>();

  /**
   * The same string for two states in which the same can happen. It is `simulated-aws/fingerprint.ts` with numbers for
   * strings, and with the runs and the trace.
   */
  public of({ aws, activeRuns, trace, endings }: ExplorerState): string {
    const runs = activeRuns
      .map(({ progress, alone, echo }) => `${progress.number}${alone ? '' : '!'}${echo ? '+' : ''}`)
      .sort();
    const { now, iam, secret, rotations, keyHistory } = aws;
    return (
      `${now} ` +
      `${[iam, secret, rotations, keyHistory, trace, endings].map((part) => this.numberOf(part)).join(' ')} ` +
      `${runs}`
    );
  }

  private numberOf(value: object): number {
    const known = this.numbers.get(value);
    if (known !== undefined) {
      return known;
    }
    const text = JSON.stringify(value);
    const number = this.texts.get(text) ?? this.texts.size;
    this.texts.set(text, number);
    this.numbers.set(value, number);
    return number;
  }
}
