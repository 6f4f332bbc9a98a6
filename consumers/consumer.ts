/** Installs the packed package in one language as a user would, and tells what such a user sees. */
export interface Consumer {
  readonly language: Language;

  /** The programs that it needs on the PATH. Where one is missing, its checks are `not run`. */
  readonly tools: string[];

  /** The aws-cdk-lib version that is installed: the newest that the language's registry serves. */
  readonly cdkVersion: string;

  /** Never rejects for what the package does wrong: that is a failed check. */
  consume(progress: (line: string) => void): Promise<Check[]>;
}

export type Language = 'typescript' | 'python' | 'java' | 'go' | 'csharp';

export interface Check {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'not run';

  /** Why it failed or was not run. */
  readonly detail?: string;
}
