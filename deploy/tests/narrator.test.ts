import { Narrator } from '../narrator';

const SECRET = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';

let lines: string[];
let narrator: Narrator;

beforeEach(() => {
  lines = [];
  narrator = new Narrator({ line: (text) => lines.push(text), progress: (text) => lines.push(text) });
});

test('a line with a secret is refused and not shown', () => {
  // GIVEN
  narrator.keepSecret(SECRET);

  // WHEN
  const say = () => narrator.say(`the key is ${SECRET}`);

  // THEN
  expect(say).toThrow('holds a secret access key');
  expect(lines).toEqual([]);
});

test("a tool's line with a secret is not shown, and the story ends with an error", () => {
  // GIVEN
  narrator.keepSecret(SECRET);

  // WHEN
  narrator.progress(`the key is ${SECRET}`);

  // THEN
  expect(lines).toEqual([]);
  expect(() => narrator.closingTable()).toThrow('holds a secret access key');
});

test('a secret that was shown before it was known is found', () => {
  // GIVEN
  narrator.progress(`the key is ${SECRET}`);

  // WHEN
  const keep = () => narrator.keepSecret(SECRET);

  // THEN
  expect(keep).toThrow('holds a secret access key');
});

test('a story ends with a table of its chapters', () => {
  // WHEN
  narrator.begin('Sign in')('signed in as alice');
  narrator.closingTable();

  // THEN
  expect(lines).toEqual([
    '\n1. Sign in',
    '   signed in as alice (0.0 s)',
    '',
    'Sign in     0.0 s  signed in as alice',
    'in total    0.0 s',
  ]);
});
