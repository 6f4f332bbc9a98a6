import { EmbeddedAws } from '../../embedded-aws';

/** Has the account behave so while the work is done. */
export async function withOptions(aws: EmbeddedAws, options: object, work: () => Promise<void>): Promise<void> {
  await setOptions(aws, options);
  try {
    await work();
  } finally {
    await setOptions(aws, {});
  }
}

/** Replaces all options of the account. */
export async function setOptions(aws: EmbeddedAws, options: object): Promise<void> {
  const response = await fetch(`${aws.endpoint}/_embedded_aws/options`, {
    method: 'PUT',
    body: JSON.stringify(options),
  });
  if (response.status !== 204) {
    throw new Error(`the emulator refuses the options ${JSON.stringify(options)}: ${await response.text()}`);
  }
}

/** The options in force. */
export async function optionsOf(aws: EmbeddedAws): Promise<{ readonly secondsAhead: number }> {
  return (await (await fetch(`${aws.endpoint}/_embedded_aws/options`)).json()) as { secondsAhead: number };
}

const DAY_S = 24 * 3600;

/** Has the account's clock say that so many days have passed since the start, beside what else befalls the account. */
export async function onDay(aws: EmbeddedAws, day: number, options: object = {}): Promise<void> {
  await setOptions(aws, { secondsAhead: day * DAY_S, ...options });
}
