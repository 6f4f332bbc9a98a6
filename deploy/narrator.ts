/** Where the demonstration is printed. */
export interface StoryOutput {
  /** A line that stays. */
  line(text: string): void;

  /** What is being done right now, which the next line replaces. */
  progress(text: string): void;
}

/** Says nothing of the line, as it is the one that must not be shown. */
const LEAK = 'a line of this story holds a secret access key, expected none: the line before is the last that is safe';

interface Chapter {
  readonly title: string;
  readonly result: string;
  readonly seconds: number;
}

/** Prints what happens, chapter by chapter, with times, and never a secret. */
export class Narrator {
  private readonly chapters: Chapter[] = [];
  private readonly shown: string[] = [];
  private readonly secrets: string[] = [];
  private withheld = false;
  private readonly start = Date.now();

  constructor(private readonly output: StoryOutput) {}

  /** Opens a chapter. What is returned closes it, with the result that the closing table shows. */
  public begin(title: string): (result: string) => void {
    const start = Date.now();
    this.say(`\n${this.chapters.length + 1}. ${title}`);
    return (result) => {
      const seconds = (Date.now() - start) / 1000;
      this.chapters.push({ title, result, seconds });
      this.detail(`${result} (${seconds.toFixed(1)} s)`);
    };
  }

  public say(text: string): void {
    if (this.holdsSecret(text)) {
      throw new Error(LEAK);
    }
    this.shown.push(text);
    this.output.line(text);
  }

  public detail(text: string): void {
    this.say(`   ${text}`);
  }

  /**
   * The lines of the tools that work. Their errors are not caught, so a line with a secret fails the story at its end.
   */
  public readonly progress = (text: string): void => {
    if (this.holdsSecret(text)) {
      this.withheld = true;
    } else {
      this.shown.push(text);
      this.output.progress(text);
    }
  };

  /** From now on no line with this text is shown, and none may have been shown before. */
  public keepSecret(secret: string): void {
    this.secrets.push(secret);
    if (this.shown.some((text) => this.holdsSecret(text))) {
      throw new Error(LEAK);
    }
  }

  /** The times and results of all chapters. */
  public closingTable(): void {
    if (this.withheld) {
      throw new Error(LEAK);
    }
    const total = (Date.now() - this.start) / 1000;
    const rows = [...this.chapters, { title: 'in total', result: '', seconds: total }].map(
      ({ title, result, seconds }) => [title, `${seconds.toFixed(1)} s`.padStart(7), result],
    );
    const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
    this.say('');
    rows.forEach((row) =>
      this.say(
        row
          .map((cell, column) => cell.padEnd(widths[column]))
          .join('  ')
          .trimEnd(),
      ),
    );
  }

  private holdsSecret(text: string): boolean {
    return this.secrets.some((secret) => text.includes(secret));
  }
}
