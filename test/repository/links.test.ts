import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchorsOf, DOCUMENTS, ROOT, slugOf, textOf, withoutCodeBlocks } from './documents';

/** README.md is also shown by package registries, so its links within the repository are complete. */
const REPOSITORY =
  /^https:\/\/(?:github\.com\/cdk-iam-access-key\/cdk-iam-access-key\/(?:blob|tree)|raw\.githubusercontent\.com\/cdk-iam-access-key\/cdk-iam-access-key)\/main\//;

/** The targets of all links and pictures. */
function linksIn(markdown: string): string[] {
  const text = withoutCodeBlocks(markdown).replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]*)\)|<(https?:[^>\s]*)>|(?:href|src)="([^"]*)"/g)].map(
    (match) => match[1] ?? match[2] ?? match[3],
  );
}

/** Why nothing can be found at a target, or undefined. */
function problemOf(target: string, document: string): string | undefined {
  if (REPOSITORY.test(target)) {
    return problemOfFile(target.replace(REPOSITORY, ''));
  }
  if (/^\w+:/.test(target)) {
    return isAddress(target) ? undefined : `${target} is no complete address that begins with https:`;
  }
  return problemOfFile(target.startsWith('#') ? `${document}${target}` : normalize(join(dirname(document), target)));
}

function problemOfFile(target: string): string | undefined {
  const [file, anchor] = target.split('#');
  if (!existsSync(join(ROOT, file))) {
    return `there is no ${file}`;
  }
  return anchor === undefined || anchorsOf(textOf(file)).has(anchor) ? undefined : `${file} has no heading #${anchor}`;
}

function isAddress(target: string): boolean {
  return (
    URL.canParse(target) &&
    new URL(target).protocol === 'https:' &&
    /^[\w-]+(\.[\w-]+)+$/.test(new URL(target).hostname)
  );
}

test('there are documents with links', () => {
  expect(DOCUMENTS).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/python.md']));
  expect(linksIn(textOf('README.md')).filter((target) => REPOSITORY.test(target)).length).toBeGreaterThan(20);
});

test.each(DOCUMENTS)('each link of %s leads to a file and a heading', (document) => {
  const problems = linksIn(textOf(document))
    .map((target) => problemOf(target, document))
    .filter((problem) => problem !== undefined);

  expect(problems).toEqual([]);
});

describe('a link is found to be broken', () => {
  test.each([
    ['to a file that does not exist', 'docs/nothing.md', 'there is no docs/nothing.md'],
    ['to a heading that does not exist', '#nothing', 'README.md has no heading #nothing'],
    ['to a heading of another document', 'docs/python.md#nothing', 'docs/python.md has no heading #nothing'],
    [
      'by the address of the repository',
      'https://github.com/cdk-iam-access-key/cdk-iam-access-key/blob/main/nothing',
      'there is no nothing',
    ],
    ['without TLS', 'http://example.com/', 'http://example.com/ is no complete address that begins with https:'],
    ['without a domain', 'https://example/', 'https://example/ is no complete address that begins with https:'],
  ])('%s', (_what, target, problem) => {
    expect(problemOf(target, 'README.md')).toBe(problem);
  });
});

test('headings are named as GitHub does', () => {
  expect(slugOf('Use it in place of aws_iam.AccessKey')).toBe('use-it-in-place-of-aws_iamaccesskey');
  expect([...anchorsOf('# `A` & b\n## C\n## C\n```\n# no heading\n```\n')]).toEqual(['a--b', 'c', 'c-1']);
});
