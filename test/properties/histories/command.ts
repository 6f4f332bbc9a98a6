import * as fc from 'fast-check';
import { Time } from '../../../src/handler/life-cycle/calls';

const MINUTE: Time = 60_000;

/**
 * One thing that happens next. Plain data, so that a history can be printed, shrunk and run again; `choice` picks one of what is possible then.
 *
 * Runs only begin with a command. They go on with `goOn`, whose numbers tell which of the runs makes its next call, one after another: that is how runs are interleaved.
 */
export type Command =
  | { readonly does: 'tick' | 'update' | 'delete' | 'create' | 'rotate' }
  /** A step of a rotation that is due, or one that was delivered already. */
  | { readonly does: 'deliver' | 'deliverAgain' | 'revoke' | 'person' | 'use' | 'stop'; readonly choice: number }
  | { readonly does: 'disturb'; readonly choice: number; readonly which: number }
  | { readonly does: 'goOn'; readonly choices: readonly number[] }
  | { readonly does: 'settle' }
  | { readonly does: 'pass'; readonly ms: Time }
  /** Days with their ticks, in which somebody uses a key or not. */
  | { readonly does: 'live'; readonly days: number; readonly consumer: 'none' | 'current' | 'old' };

const choice = fc.nat(30);

function of<D extends Command['does']>(...all: D[]): fc.Arbitrary<{ does: D }> {
  return fc.constantFrom(...all).map((does) => ({ does }));
}

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: of('tick') },
  { weight: 4, arbitrary: of('rotate') },
  { weight: 1, arbitrary: of('update', 'delete', 'create') },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('deliver' as const), choice }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('deliverAgain' as const, 'revoke' as const, 'stop' as const), choice }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('person' as const), choice }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('use' as const), choice }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('disturb' as const), choice, which: fc.nat(8) }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constant('goOn' as const), choices: fc.array(fc.nat(2), { minLength: 1, maxLength: 25 }) }) },
  { weight: 3, arbitrary: of('settle') },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('pass' as const), ms: fc.oneof(fc.nat(20 * MINUTE), fc.nat(26 * 60 * MINUTE)) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('live' as const), days: fc.nat(25), consumer: fc.constantFrom('none' as const, 'current' as const, 'old' as const) }) },
);

export const commands: fc.Arbitrary<Command[]> = fc.array(command, { maxLength: 45, size: 'max' });
