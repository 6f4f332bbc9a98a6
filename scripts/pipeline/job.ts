import { Check, Language } from '../../consumers';
import { Terminal } from '../../consumers/terminal';

/** One line of the progress, and the checks that come of it. */
export interface Job {
  readonly title: string;
  /** The programs that it needs on the PATH. Where one is missing, the job is not run. */
  readonly tools?: string[];
  /** The language whose users' view it checks. */
  readonly language?: Language;
  run(terminal: Terminal): Promise<Check[]>;
}

/** Jobs that do not depend on each other, and need all that the stages before have made. */
export type Stage = Job[];

export interface JobResult {
  readonly job: Job;
  readonly checks: Check[];
  readonly seconds: number;
}

/** A job that is one command: it passes if the command does. */
export function command(title: string, line: [string, ...string[]], options: { tools?: string[] } = {}): Job {
  return {
    title,
    ...options,
    run: async (terminal) => {
      await terminal.run(...line);
      return [{ name: title, outcome: 'passed' }];
    },
  };
}

/** A job that is a task of projen's. */
export function projenTask(title: string, task: string, options: { tools?: string[] } = {}): Job {
  return command(title, ['npx', 'projen', task], options);
}
