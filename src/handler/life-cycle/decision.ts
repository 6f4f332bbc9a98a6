import { TimeRecord } from './records';

/** One thing that a run does next. */
export type Action =
  /** Ends the run. */
  | { readonly kind: 'done' }
  /** Ends the run as failed. */
  | { readonly kind: 'fail' }
  /** Waits, then takes another snapshot. Fails at the run's deadline. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'askLastUse'; readonly keyId: string }
  | { readonly kind: 'record'; readonly records: readonly TimeRecord[] }
  | {
      readonly kind: 'forget';
      readonly records: readonly TimeRecord[];
      readonly intents?: readonly string[];
      readonly owner?: boolean;
      readonly closed?: boolean;
    }
  | { readonly kind: 'claim' }
  | { readonly kind: 'close' }
  | { readonly kind: 'writeIntent' }
  | { readonly kind: 'createKey'; readonly after?: string }
  | { readonly kind: 'test'; readonly version: string; readonly label: string }
  | { readonly kind: 'promote'; readonly version: string; readonly from?: string }
  /** Moves AWSCURRENT to a version whose key was current before. */
  | { readonly kind: 'moveBack'; readonly version: string; readonly from: string }
  | { readonly kind: 'label'; readonly version: string; readonly label: string }
  | { readonly kind: 'unlabel'; readonly version: string; readonly label: string }
  | { readonly kind: 'rotate'; readonly token: string }
  | { readonly kind: 'activate'; readonly keyId: string }
  | { readonly kind: 'deactivate'; readonly keyId: string }
  | {
      readonly kind: 'delete';
      readonly keyId: string;
      /** Whether IAM has had the time to know the key, so that it is gone if IAM says so. */
      readonly sure?: boolean;
    };

export interface Decision {
  /** The rule that decided, by its name in `docs/rules.md`. */
  readonly rule: string;
  readonly action: Action;
  /** The reason, for operators. */
  readonly reason: string;
  /**
   * The level of a finding that an operator must act on although the run succeeds: it counts as a failure, and is
   * logged at this level.
   */
  readonly alert?: 'WARN' | 'ERROR';
  /** Once the action has taken effect, the run is done: it takes no further snapshot. */
  readonly endsRun?: boolean;
}

/**
 * The level at which a decision is logged. Above INFO it counts as a failure, so that no failure is published that the
 * log hides.
 */
export function levelOf({ action, alert }: Decision): 'INFO' | 'WARN' | 'ERROR' {
  return action.kind === 'fail' ? 'ERROR' : (alert ?? 'INFO');
}
