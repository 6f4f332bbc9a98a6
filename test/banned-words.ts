/**
 * Words that nobody outside this project uses for these things, and phrases that are hard to translate. AWS has a word for each:
 * client, unmanaged key, access key quota, scheduled run, operator, permission, automatically, deactivate, publish.
 */
export const BANNED_WORDS = new RegExp([
  'consumers?', 'foreign', 'slots?', 'ticks?', 'persons?', 'nobody', 'somebody', 'whoever', 'rights?', 'ours', 'mends?', 'tells?', 'upstream', 'gate', 'engine',
  'hand-made', 'made here', 'by itself', 'cut off', 'on its way', 'is none of', 'what is left', 'old key', 'former key', 'next key', 'greatest age', 'grace',
  'lets?\\b.*\\bgo', 'left-over', 'key pair', 'embedded AWS',
].map((words) => `\\b${words}\\b`).join('|'), 'i');
