/** A defect made by hand: with it in the sources, a test must fail, or else nothing holds the claim. */
export interface Mutant {
  /** What users are promised, as a sentence that is false with this defect. */
  readonly claim: string;

  /** The source, as a path from the root of the repository. */
  readonly file: string;

  /** The part of the source that keeps the promise. It stands there exactly once. */
  readonly find: string;

  /** The defect that takes its place. */
  readonly replace: string;

  /**
   * The tests that most likely find it, as a pattern of jest's. They run first.
   *
   * @default - all tests of the subject run in turn
   */
  readonly test?: string;
}

/** The source with the defect in it. Throws if the row does not fit the source any more. */
export function withDefect(source: string, { file, find, replace }: Mutant): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(
      `${file} has ${parts.length - 1} times what the row replaces; it must have it exactly once. Correct the ` +
        `row's \`find\`: ${find}`,
    );
  }
  return parts.join(replace);
}
