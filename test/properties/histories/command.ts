import * as fc from 'fast-check';
import { History } from './history';

/**
 * One thing that happens next in a history, if it is possible then. What was not, fast-check leaves out when it
 * shrinks.
 *
 * Whether it is possible is asked of the history itself: its account is simulated, so that it is its own model.
 */
export class Command implements fc.AsyncCommand<History, History> {
  public constructor(
    private readonly name: string,
    private readonly isPossible: (history: History) => boolean,
    private readonly happen: (history: History) => void | Promise<void>,
  ) {}

  public check(history: History): boolean {
    return this.isPossible(history);
  }

  public async run(_model: History, history: History): Promise<void> {
    await this.happen(history);
  }

  public toString(): string {
    return this.name;
  }
}
