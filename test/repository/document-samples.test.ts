import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { withSnippets } from '../../scripts/readme-snippets';
import { RotatingAccessKey } from 'cdk-iam-access-key';

const read = (file: string) => readFileSync(join(__dirname, '..', '..', file), 'utf8');

test.each(['docs/operations.md', 'docs/customizing.md'])(
  'the samples of %s are parts of the stacks that tests synthesize',
  (file) => {
    // WHEN
    const document = read(file);

    // THEN
    expect(document.match(/^<!-- snippet: test\/samples\//gm)).toHaveLength(document.match(/^```ts$/gm)!.length);
    expect(withSnippets(document, read)).toBe(document);
  },
);

test('docs/customizing.md has each action that a permissions boundary must allow the function', () => {
  // GIVEN
  const stack = new Stack(new App(), 'Stack');
  new RotatingAccessKey(stack, 'Key', {
    user: new iam.User(stack, 'User'),
    encryptionKey: new kms.Key(stack, 'EncryptionKey'),
  });

  // WHEN
  const actions = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
  );
  const rows = read('docs/customizing.md')
    .split('\n')
    .filter((line) => /^\| .* \| `\w+:/.test(line))
    .join();

  // THEN
  expect([...rows.matchAll(/`(\w+:\w+)`/g)].map(([, action]) => action).sort()).toEqual([...new Set(actions)].sort());
});
