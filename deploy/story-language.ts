import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExampleConsumer } from '../consumers/example-consumer';
import { go } from '../consumers/go/consumer';
import { java } from '../consumers/java/consumer';
import { python } from '../consumers/python/consumer';
import { typescript } from '../consumers/typescript/consumer';

/** How the example of one language is installed, and how its key is given a further prop. */
export interface StoryLanguage {
  readonly consumer: ExampleConsumer;

  /** The file with the example's key, and the part of it that a prop is written behind. */
  readonly file: string;
  readonly user: string;

  /** What is written there to make the key inactive, and to give it the serial 1. */
  readonly inactive: string;
  readonly serial: string;
}

export const STORY_LANGUAGES = {
  typescript: {
    consumer: typescript,
    file: 'app.ts',
    user: '{ user',
    inactive: ', status: iam.AccessKeyStatus.INACTIVE',
    serial: ', serial: 1',
  },
  python: {
    consumer: python,
    file: 'app.py',
    user: 'user=user',
    inactive: ', status=iam.AccessKeyStatus.INACTIVE',
    serial: ', serial=1',
  },
  java: {
    consumer: java,
    file: 'src/main/java/com/example/accesskey/AccessKeyExampleStack.java',
    user: '.user(user)',
    inactive: '.status(software.amazon.awscdk.services.iam.AccessKeyStatus.INACTIVE)',
    serial: '.serial(1)',
  },
  go: {
    consumer: go,
    file: 'main.go',
    user: 'User: user,',
    inactive: ' Status: awsiam.AccessKeyStatus_INACTIVE,',
    serial: ' Serial: jsii.Number(1),',
  },
} satisfies Record<string, StoryLanguage>;

export type StoryLanguageName = keyof typeof STORY_LANGUAGES;

/** One line of the example's source, as documented and as changed. */
export interface ChangedLine {
  readonly documented: string;
  readonly changed: string;
}

/** The example's source in a copy of it. Each change starts from what is documented, not from the change before. */
export class ExampleSource {
  public static async open(folder: string, { file, user }: StoryLanguage): Promise<ExampleSource> {
    const path = join(folder, file);
    return new ExampleSource(path, await readFile(path, 'utf8'), user);
  }

  private constructor(private readonly path: string, private readonly text: string, private readonly user: string) {}

  /** Gives the key a further prop. */
  public async addProp(prop: string): Promise<ChangedLine> {
    const [documented, ...others] = this.text.split('\n').filter((line) => line.includes(this.user));
    if (documented === undefined || others.length > 0) {
      throw new Error(`${this.path} has ${others.length + (documented ? 1 : 0)} lines with '${this.user}', expected one: its key's user`);
    }
    const changed = documented.replace(this.user, `${this.user}${prop}`);
    await writeFile(this.path, this.text.replace(documented, changed));
    return { documented: documented.trim(), changed: changed.trim() };
  }
}
