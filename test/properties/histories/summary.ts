import { Outcome } from '../../../src/handler/life-cycle/task';
import { Counterexample } from '../explorer/counterexample';
import { Transition, ExplorerState } from '../explorer/explorer-state';
import { Step } from '../invariants';

/** How runs end that had nothing to do. */
const IDLE: readonly string[] = [
  'finish-nothing-to-do',
  'finish-set-secret',
  'test',
  'finish-current-key-not-listed',
  'report-current-key-inactive',
  'report-rotation-blocked',
  'report-no-managed-key',
  'finish-secret-closed',
  'report-replication-failed',
  'report-secret-scheduled-for-deletion',
];

/** What happened, and in which state. */
export interface Line {
  readonly before: ExplorerState;
  readonly transition: Transition;
  readonly step: Step;
}

/**
 * A history for operators. What changed nothing and could not: reads that went well, and runs in which nothing was to
 * do, is left out.
 */
export function summaryOf(lines: readonly Line[]): string {
  const counterexample = new Counterexample();
  const noteworthy = lines.filter(isNoteworthy);
  const isBusy = ({ step: { call, ended } }: Line) =>
    call !== undefined && (ended === undefined || !IDLE.includes((ended as Outcome).rule));
  const busy = new Set(noteworthy.filter(isBusy).map(({ step }) => step.run?.id));
  noteworthy
    .filter(({ step: { run } }) => run === undefined || busy.has(run.id))
    .forEach(({ before, transition, step }) => counterexample.add(before, transition, step));
  return counterexample.toString();
}

function isNoteworthy({ transition, step: { call, before, after, ended, starts } }: Line): boolean {
  const hasChanged = before.secret !== after.secret || before.iam.keys !== after.iam.keys;
  return (
    transition.kind === 'operator' ||
    transition.kind === 'stops' ||
    starts === true ||
    ended !== undefined ||
    (transition.kind === 'calls' && call !== undefined && (hasChanged || transition.disturbance !== undefined))
  );
}
