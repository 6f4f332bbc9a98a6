import { Outcome } from '../../../src/handler/life-cycle/task';
import { Sentences } from '../explorer/sentences';
import { Happening, Stage } from '../explorer/stage';
import { Step } from '../invariants';

/** How runs end that had nothing to do. */
const IDLE: readonly string[] = [
  'finish-nothing-to-do', 'finish-set-secret', 'test', 'finish-current-key-not-listed', 'report-current-key-inactive', 'report-rotation-blocked', 'report-no-managed-key', 'finish-secret-closed',
  'report-replication-failed', 'report-secret-scheduled-for-deletion',
];

/** What happened, and on which stage. */
export interface Line {
  readonly before: Stage;
  readonly happening: Happening;
  readonly step: Step;
}

/** A history for operators. What changed nothing and could not: reads that went well, and runs in which nothing was to do, is left out. */
export function summaryOf(lines: readonly Line[]): string {
  const sentences = new Sentences();
  const noteworthy = lines.filter(isNoteworthy);
  const isBusy = ({ step: { call, ended } }: Line) => call !== undefined && (ended === undefined || !IDLE.includes((ended as Outcome).rule));
  const busy = new Set(noteworthy.filter(isBusy).map(({ step }) => step.run?.id));
  noteworthy.filter(({ step: { run } }) => run === undefined || busy.has(run.id))
    .forEach(({ before, happening, step }) => sentences.add(before, happening, step));
  return sentences.toString();
}

function isNoteworthy({ happening, step: { call, before, after, ended, starts } }: Line): boolean {
  const hasChanged = before.secret !== after.secret || before.iam.keys !== after.iam.keys;
  return happening.kind === 'operator' || happening.kind === 'stops' || starts === true || ended !== undefined
    || (happening.kind === 'calls' && call !== undefined && (hasChanged || happening.disturbance !== undefined));
}
