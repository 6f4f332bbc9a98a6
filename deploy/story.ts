import { parseArgs } from 'node:util';
import { EmbeddedAws, installEmbeddedAws } from './embedded-aws';
import { ExampleStory } from './example-story';
import { Narrator, StoryOutput } from './narrator';
import { STORY_LANGUAGES, StoryLanguageName } from './story-language';
import { missingTools } from '../consumers/tools';

export interface StoryOptions {
  /** The language whose documented example is deployed. */
  readonly language: StoryLanguageName;

  /** Leaves the example deployed and the emulator running, until this program is stopped. */
  readonly keep: boolean;
}

/** Fails, before any work, where the story could not run to its end. */
export function requireTools({ language }: StoryOptions): void {
  const missing = missingTools(['python3', ...STORY_LANGUAGES[language].tools]);
  if (missing.length > 0) {
    throw new Error(
      `${[...new Set(missing)].join(' and ')} not found on the PATH: the emulator needs python3, the example ` +
        `in ${language} needs ` +
        `${STORY_LANGUAGES[language].tools.join(' and ')}. Install what is missing, or choose another language ` +
        'by --language',
    );
  }
}

/**
 * Deploys the documented example with the real CDK CLI, and shows by the services' own responses that it works.
 *
 * Fails at the first response that is wrong, and leaves nothing behind either way.
 */
export async function story({ language, keep }: StoryOptions, output: StoryOutput): Promise<void> {
  const narrator = new Narrator(output);
  narrator.say(
    'An IAM access key that is rotated automatically: the CDK CLI deploys the documented example in ' +
      `${language} to an emulator on this machine.`,
  );

  const end = narrator.begin('Start the emulator');
  await installEmbeddedAws(narrator.progress);
  const aws = await EmbeddedAws.start();
  try {
    end(`account ${aws.account}, region ${aws.region}, ${aws.endpoint}`);
    await new ExampleStory(language, aws, narrator).run(keep);
  } finally {
    await aws.stop();
  }
}

/**
 * `node --import tsx deploy/story.ts [--language python|java|go|csharp|typescript] [--keep]`
 *
 * Not `tsx deploy/story.ts`: on Ctrl-C that wrapper kills a program that takes its time to clean up.
 */
async function main(): Promise<void> {
  const options = storyOptions(process.argv.slice(2));
  requireTools(options);
  await story(options, standardOutput());
}

/** What the command line asks for. */
export function storyOptions(args: string[]): StoryOptions {
  const { values } = parseArgs({
    args,
    options: { language: { type: 'string', default: 'typescript' }, keep: { type: 'boolean', default: false } },
  });
  if (!isStoryLanguage(values.language)) {
    throw new Error(`--language is '${values.language}', expected one of ${Object.keys(STORY_LANGUAGES).join(', ')}`);
  }
  return { language: values.language, keep: values.keep };
}

export function isStoryLanguage(name: string): name is StoryLanguageName {
  return Object.hasOwn(STORY_LANGUAGES, name);
}

/** On a terminal, progress is one line that is written over. Elsewhere it would be a flood, and is left out. */
export function standardOutput(): StoryOutput {
  const clear = process.stdout.isTTY ? '\r\x1b[2K' : '';
  return {
    line: (text) => process.stdout.write(`${clear}${text}\n`),
    progress: (text) => {
      if (process.stdout.isTTY) {
        process.stdout.write(`${clear}   ${text.slice(0, process.stdout.columns - 4)}`);
      }
    },
  };
}

if (require.main === module) {
  main().catch((error) => {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  });
}
