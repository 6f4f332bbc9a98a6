import { Time } from './effects';
import { Intent } from './records';
import { RunMemory, NOTHING_DONE_YET } from './snapshot';
import { Configuration, Run } from './task';

/** The state of a run while it runs: it changes with each result. */
export class RunContext {
  public now: Time;
  public memory: RunMemory = NOTHING_DONE_YET;
  /** Whether the secret has replicas, as this run has seen it last. */
  public replicates = false;
  /** The creation intent that this run has written and not yet removed. */
  public intent?: Intent;

  public constructor(
    public readonly run: Run,
    public readonly configuration: Configuration,
  ) {
    this.now = run.startedAt;
  }

  public remember(news: Partial<RunMemory>): void {
    this.memory = { ...this.memory, ...news };
  }
}
