/**
 * Words that only this project used for these things, and phrases that are hard to translate. AWS has a word for each:
 * client, unmanaged key, access key quota, scheduled run, operator, permission, automatically, deactivate, publish, response.
 *
 * A pattern leaves out what is another word in its place: a path (`docs/consumers.md`), an option (`--payload`), a region (`us-east-1`), "right after".
 */
const WORDS = [
  '(?<!/)consumers?(?!/|\\.md)', 'foreign', 'slots?', 'ticks?', 'mint(?:s|ed|ing)?', 'persons?', 'people', 'nobody', 'somebody', 'anybody', 'whoever', 'whomever',
  'rights', '(?:a|the|no|any|this|that|each) right', 'ours', 'we', 'our', 'us(?!-)',
  'mends?', 'tells?', 'told', 'wants?', 'answers?', 'answered', 'announce[sd]?', 'announcements?', '(?<![-/])payloads?(?![/.])',
  'upstream', 'gate', 'engine', 'grace', 'the world', 'the peer', 'the floor', 'the twin', 'the original',
  'hand-made(?!-)', 'made here', 'made by hand', 'by itself', 'by whom', 'cuts? (?:\\w+ ){0,3}off', 'on its way', 'is none of', 'what is left',
  '(?<!there )is no(?! longer| more)', 'goes (?:on|away|by)', 'switch(?:ed|es)? off', 'renew(?:s|ed|al)?',
  'old key', 'former key', 'next key', 'greatest age', 'lets?\\b.*\\bgo', 'left-?over', 'key pair', 'id and secret(?! access key)', 'embedded AWS',
];

export const BANNED_WORDS = new RegExp(`(?<!\\w)(?:${WORDS.join('|')})(?!\\w)`, 'i');
