import * as fc from 'fast-check';
import { Command } from './command';
import { History } from './history';
import { Time } from '../../../src/handler/life-cycle/effects';

const MINUTE: Time = 60_000;
const MOST_COMMANDS = 45;
const MOST_TURNS = 12;

type IsPossible = (history: History) => boolean;

const always: IsPossible = () => true;
const isBusy: IsPossible = (history) => history.isBusy;

function one(name: string, isPossible: IsPossible, happen: (history: History) => void): fc.Arbitrary<Command> {
  return fc.constant(new Command(name, isPossible, happen));
}

/**
 * One of what is possible then. It is chosen by a number, so that the command still means something when another one
 * is left out.
 */
function oneOf<T>(
  name: string,
  possible: (history: History) => readonly T[],
  happen: (history: History, chosen: T) => void,
): fc.Arbitrary<Command> {
  return fc.nat(30).map(
    (choice) =>
      new Command(
        `${name} ${choice}`,
        (history) => possible(history).length > 0,
        (history) => {
          const all = possible(history);
          happen(history, all[choice % all.length]);
        },
      ),
  );
}

/**
 * Runs only begin with a command of their own. They go on with this one, a call a turn, in an order that a scheduler
 * picks: that is how runs are interleaved.
 *
 * Each such command has its own scheduler, so that its order stays the same when another one is left out. The
 * scheduler is made from a number of its own, because
 * `fc.scheduler()` picks with the same random numbers from which what is drawn after it is made: which command comes
 * next would hang together with who goes on.
 */
const goingOn: fc.Arbitrary<Command> = fc
  .tuple(fc.integer({ min: 1, max: MOST_TURNS }), fc.noShrink(fc.nat()))
  .map(
    ([turns, order]) =>
      new Command(`${turns} turns in order ${order}`, isBusy, (history) => history.goOn(turns, schedulerOf(order))),
  );

function schedulerOf(order: number): fc.Scheduler {
  const [scheduler] = fc.sample(fc.scheduler(), { seed: order, numRuns: 1 });
  return scheduler;
}

const timePassing: fc.Arbitrary<Command> = fc
  .oneof(fc.nat(20 * MINUTE), fc.nat(26 * 60 * MINUTE))
  .map((ms) => new Command(`${ms} ms`, always, (history) => history.pass(ms)));

const living: fc.Arbitrary<Command> = fc
  .tuple(fc.integer({ min: 1, max: 25 }), fc.constantFrom('no' as const, 'current' as const, 'old' as const))
  .map(
    ([days, used]) =>
      new Command(`${days} days with ${used} key in use`, always, (history) => history.live(days, used)),
  );

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 15, arbitrary: one('scheduled run', always, (history) => history.start({ kind: 'scheduledRun' })) },
  {
    weight: 12,
    arbitrary: one(
      'rotate',
      ({ isCreated }) => isCreated,
      (history) => history.rotate(),
    ),
  },
  { weight: 1, arbitrary: one('update', always, (history) => history.start({ kind: 'update' })) },
  { weight: 1, arbitrary: one('delete', always, (history) => history.delete()) },
  {
    weight: 1,
    arbitrary: one(
      'create',
      ({ isCreatable }) => isCreatable,
      (history) => history.create(),
    ),
  },
  {
    weight: 18,
    arbitrary: oneOf(
      'deliver',
      ({ due }) => due,
      (history, delivery) => history.deliver(delivery),
    ),
  },
  {
    weight: 1,
    arbitrary: oneOf(
      'deliver again',
      ({ delivered }) => delivered,
      (history, delivery) => history.start(delivery, true),
    ),
  },
  {
    weight: 1,
    arbitrary: oneOf(
      'revoke',
      ({ keys }) => keys,
      (history, { id }) => history.start({ kind: 'revoke', keyId: id }),
    ),
  },
  {
    weight: 1,
    arbitrary: oneOf(
      'stop',
      ({ stops }) => stops,
      (history, stop) => history.take(stop),
    ),
  },
  {
    weight: 8,
    arbitrary: oneOf(
      'operator',
      ({ usualSteps }) => usualSteps,
      (history, step) => history.take(step),
    ),
  },
  {
    weight: 1,
    arbitrary: oneOf(
      'any operator step',
      ({ steps }) => steps,
      (history, step) => history.take(step),
    ),
  },
  {
    weight: 3,
    arbitrary: oneOf(
      'use',
      ({ uses }) => uses,
      (history, use) => history.take(use),
    ),
  },
  {
    weight: 9,
    arbitrary: oneOf(
      'disturb',
      ({ disturbedCalls }) => disturbedCalls,
      (history, call) => history.take(call),
    ),
  },
  { weight: 24, arbitrary: goingOn },
  { weight: 9, arbitrary: one('settle', isBusy, (history) => history.settle()) },
  { weight: 6, arbitrary: timePassing },
  { weight: 9, arbitrary: living },
);

/** As fast-check hands them out: each in a wrapper that knows whether it ran. */
export type Commands = Iterable<fc.AsyncCommand<History, History, boolean>>;

/**
 * Made anew for each search, because fast-check notes in it what it leaves out. `replayPath` are such notes of an
 * earlier search.
 */
export function commands(replayPath?: string): fc.Arbitrary<Commands> {
  return fc.commands([command], { maxCommands: MOST_COMMANDS, size: 'max', replayPath });
}
