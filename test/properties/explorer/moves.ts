import { Transition, isAwake, ActiveRun, ExplorerState } from './explorer-state';
import { Scenario } from './scenario';
import { isKnown } from './scenarios';
import { RUN_LASTS_AT_MOST, runId } from './sequential-runs';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Run, Task } from '../../../src/handler/life-cycle/task';
import {
  available,
  AwsCall,
  AwsCallName,
  Disturbance,
  disturbances,
  dueRotations,
  SimulatedAws,
} from '../simulated-aws';

/** How much may go wrong in one history. */
export interface Bounds {
  /** Effects that are disturbed, and runs that are stopped, together. */
  readonly faults: number;
  /** Steps of operators. */
  readonly operatorSteps: number;
  /** How often a run is interrupted by another while it could go on; as often as possible unless set. */
  readonly switches?: number;
  /** Whether faults without a consequence of their own are tried too: see `isWorthTrying`. */
  readonly allFaults?: boolean;
  /** After so many states the search gives up. */
  readonly states?: number;
}

/** What is left to happen, and the state. */
export interface Node {
  readonly state: ExplorerState;
  /** By their index: whether each start is still to come. */
  readonly starts: readonly boolean[];
  readonly faults: number;
  readonly operatorSteps: number;
  readonly echoes: number;
  readonly switches: number;
  /** The run that moved last. It is known only where switches are counted. */
  readonly last?: string;
}

export interface Move {
  readonly transition: Transition;
  /** What is left to happen after it. */
  readonly left: Omit<Node, 'state'>;
}

/** AWS's SDKs give up on a call after some seconds. No run comes later than this to a call that it could make. */
const LATENESS: Time = 30_000;

const STEPS = ['createSecret', 'testSecret', 'finishSecret'] as const;

/** All that can happen next. */
export function moves(scenario: Scenario, bounds: Bounds, node: Node): Move[] {
  const { state } = node;
  const ofRuns = [
    ...startsOf(scenario, node),
    ...deliveries(node),
    ...state.activeRuns.flatMap((activeRun) => movesOf(activeRun, bounds, node)),
  ];
  return [
    ...(bounds.switches === undefined ? ofRuns : ofRuns.flatMap((move) => counted(move, node))),
    ...(isOver(node) ? [] : operatorMoves(scenario, node)),
  ];
}

/** A move that interrupts another run, while that run could go on, is one of few. */
function counted({ transition, left }: Move, { state, switches, last }: Node): Move[] {
  const by = transition.kind === 'starts' ? transition.run.id : (transition as { run: string }).run;
  const isSwitch =
    last !== undefined &&
    by !== last &&
    state.activeRuns.some((activeRun) => activeRun.run.id === last && isAwake(activeRun));
  return isSwitch && switches === 0
    ? []
    : [{ transition, left: { ...left, switches: isSwitch ? switches - 1 : switches, last: by } }];
}

/** Whether nothing happens any more without a cause. */
export function isOver({ state, starts }: Node): boolean {
  return state.activeRuns.length === 0 && starts.every((isToCome) => !isToCome) && dueRotations(state.aws).length === 0;
}

function startsOf({ starts }: Scenario, node: Node): Move[] {
  const { aws } = node.state;
  const tasks = starts.map(({ task }) => task(aws));
  return tasks.flatMap((task, index) => {
    // Of two equal runs, one goes first.
    const waits = tasks.some(
      (other, earlier) => earlier < index && node.starts[earlier] && JSON.stringify(other) === JSON.stringify(task),
    );
    return node.starts[index] && !waits
      ? [
          {
            transition: starting(aws, `${task.kind}-${index}`, task),
            left: { ...node, starts: node.starts.map((isToCome, other) => isToCome && other !== index) },
          },
        ]
      : [];
  });
}

function starting({ now }: SimulatedAws, name: string, task: Task, echo = false): Transition {
  const run: Run = { id: runId(name), startedAt: now, deadline: now + RUN_LASTS_AT_MOST, task };
  return { kind: 'starts', run, echo };
}

/** Steps of rotations, and one of them a second time. */
function deliveries(node: Node): Move[] {
  const { aws, activeRuns } = node.state;
  const isUnderWay = (token: string) =>
    activeRuns.some(({ run: { task }, echo }) => !echo && 'token' in task && task.token === token);
  const due = dueRotations(aws).filter(({ token }) => !isUnderWay(token));
  const deliver = due.map(({ step, token, failures }): Move => ({
    transition: starting(aws, `${step}-${failures}-${short(token)}`, { kind: step, token }),
    left: node,
  }));
  return node.echoes === 0 ? deliver : [...deliver, ...echoes(node)];
}

function echoes(node: Node): Move[] {
  const { aws } = node.state;
  const token = runId('scheduled');
  const reached = aws.rotations.find((rotation) => rotation.token === token)?.step;
  const delivered =
    reached === undefined
      ? STEPS
      : STEPS.slice(0, 1 + STEPS.findIndex((step) => step === reached || reached === 'setSecret'));
  return delivered.map((step): Move => ({
    transition: starting(aws, `${step}-again-${short(token)}`, { kind: step, token }, true),
    left: { ...node, echoes: node.echoes - 1 },
  }));
}

function short(token: string): string {
  return token.replace(/-0*$/, '');
}

function movesOf(activeRun: ActiveRun, bounds: Bounds, node: Node): Move[] {
  const { aws } = node.state;
  const run = activeRun.run.id;
  if (!isAwake(activeRun)) {
    return isTimely(activeRun, node.state) ? [{ transition: { kind: 'wakes', run }, left: node }] : [];
  }
  const call = activeRun.progress.call as AwsCall;
  const undisturbed: Move = { transition: { kind: 'calls', run }, left: node };
  if (node.faults === 0) {
    return [undisturbed];
  }
  const left = { ...node, faults: node.faults - 1 };
  const befalls = disturbances(aws, call).filter((disturbance) => bounds.allFaults || isWorthTrying(call, disturbance));
  const isStopWorthTrying =
    bounds.allFaults || !READS.includes(call.name) || activeRun.progress.sight.listedAt === undefined;
  return [
    undisturbed,
    ...befalls.map((disturbance): Move => ({ transition: { kind: 'calls', run, disturbance }, left })),
    ...(isStopWorthTrying ? [{ transition: { kind: 'stops', run } as const, left }] : []),
  ];
}

/** Whether no run waits for longer than it could wait. */
function isTimely({ progress: { wakesAt } }: ActiveRun, { activeRuns }: ExplorerState): boolean {
  return activeRuns.every(({ progress }) => wakesAt <= progress.wakesAt + LATENESS);
}

const READS: readonly AwsCallName[] = [
  'listAccessKeys',
  'getAccessKeyLastUsed',
  'getUser',
  'describeSecret',
  'getSecretValue',
  'getCallerIdentity',
];
const REFUSED: readonly AwsCallName[] = ['createAccessKey', 'putSecretValue'];

/**
 * Faults that make a difference.
 *
 * A read that fails is made again after a second, so that it differs from no fault by that second. A refusal without
 * effect differs from a lost request only where a run may not try again after a lost one. And a run that is stopped
 * before a read is like one that was stopped after its last write.
 */
function isWorthTrying({ name }: AwsCall, { kind }: Disturbance): boolean {
  switch (kind) {
    case 'throttled':
      return REFUSED.includes(name);
    case 'denied':
      return false;
    case 'request lost':
      return !READS.includes(name);
    case 'response lost':
      return true;
    case 'stale':
      return name !== 'getCallerIdentity' && name !== 'getUser';
  }
}

function operatorMoves(scenario: Scenario, node: Node): Move[] {
  const { aws } = node.state;
  return node.operatorSteps === 0
    ? []
    : available(aws)
        .filter((step) => isKnown(step, aws) && scenario.operatorSteps(step, aws))
        .map((step): Move => ({
          transition: { kind: 'operator', step },
          left: { ...node, operatorSteps: node.operatorSteps - 1 },
        }));
}
