import { AwsCall } from './aws/sdk-account';
import { Answer, Call, Measures, Report, Running, Time } from './life-cycle/calls';

/** What a run is driven by. The signal ends what takes its time. */
export interface Drive {
  perform(call: AwsCall, signal: AbortSignal): Promise<Answer>;
  clock(): Time;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  report(report: Report): void;
  measure(measures: Measures): void;
}

/**
 * Gives each call to AWS, and its answer back, until the run ends.
 *
 * Once the signal has come it throws at once, whatever is under way, and never resumes the run: Lambda freezes what an invocation leaves, and the next one in the same sandbox would
 * go on with it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export async function drive<T>(running: Running<T>, by: Drive, signal: AbortSignal): Promise<T> {
  const aborted = rejectedBy(signal);
  let next = running.next(NO_ANSWER);
  while (!next.done) {
    signal.throwIfAborted();
    const answer = await Promise.race([aborted, answerTo(next.value, by, signal)]);
    next = running.next(answer);
  }
  return next.value;
}

/** A generator's first resumption has nothing to answer. */
const NO_ANSWER: Answer = { now: 0 };

function rejectedBy(signal: AbortSignal): Promise<never> {
  const rejected = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  // A run that has ended does not wait for it any more.
  rejected.catch(() => undefined);
  return rejected;
}

async function answerTo(call: Call, by: Drive, signal: AbortSignal): Promise<Answer> {
  switch (call.name) {
    case 'sleep':
      await by.sleep(call.request.ms, signal);
      return { now: by.clock() };
    case 'report':
      by.report(call.request);
      return { now: by.clock() };
    case 'measure':
      by.measure(call.request);
      return { now: by.clock() };
    default:
      return by.perform(call, signal);
  }
}
