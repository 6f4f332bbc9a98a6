import { AwsCall } from './aws/sdk-account';
import { EffectResult, Effect, Metrics, Report, Routine, Time } from './life-cycle/effects';

/** The functions that perform effects. The signal ends those that take time. */
export interface EffectHandlers {
  perform(call: AwsCall, signal: AbortSignal): Promise<EffectResult>;
  clock(): Time;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  report(report: Report): void;
  publishMetrics(metrics: Metrics): void;
}

/**
 * Performs each effect and resumes the run with its result, until the run ends.
 *
 * Once the signal has come it throws at once, whatever is under way, and never resumes the run: Lambda freezes what an
 * invocation leaves, and the next one in the same sandbox would continue it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export async function runEffects<T>(routine: Routine<T>, handlers: EffectHandlers, signal: AbortSignal): Promise<T> {
  const aborted = rejectedBy(signal);
  let next = routine.next(NO_RESULT);
  while (!next.done) {
    signal.throwIfAborted();
    const result = await Promise.race([aborted, resultOf(next.value, handlers, signal)]);
    next = routine.next(result);
  }
  return next.value;
}

/** A generator's first resumption has no result. */
const NO_RESULT: EffectResult = { now: 0 };

function rejectedBy(signal: AbortSignal): Promise<never> {
  const rejected = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  // A run that has ended does not wait for it any more.
  rejected.catch(() => undefined);
  return rejected;
}

async function resultOf(call: Effect, handlers: EffectHandlers, signal: AbortSignal): Promise<EffectResult> {
  switch (call.name) {
    case 'sleep':
      await handlers.sleep(call.request.ms, signal);
      return { now: handlers.clock() };
    case 'report':
      handlers.report(call.request);
      return { now: handlers.clock() };
    case 'publishMetrics':
      handlers.publishMetrics(call.request);
      return { now: handlers.clock() };
    default:
      return handlers.perform(call, signal);
  }
}
