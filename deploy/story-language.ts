import { csharpPackage } from '../consumers/csharp/consumer';
import { ExampleConsumer } from '../consumers/example-consumer';
import { go } from '../consumers/go/consumer';
import { java } from '../consumers/java/consumer';
import { python } from '../consumers/python/consumer';
import { typescript } from '../consumers/typescript/consumer';

/** The languages of the story. The CDK CLI runs their apps as they are. */
export const STORY_LANGUAGES = { typescript, python, java, go, csharp: csharpPackage } satisfies Record<
  string,
  ExampleConsumer
>;

export type StoryLanguageName = keyof typeof STORY_LANGUAGES;
