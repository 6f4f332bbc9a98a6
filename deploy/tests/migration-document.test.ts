import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, Stack, aws_iam as iam, aws_ses as ses } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { REPOSITORY } from '../../consumers/dist';
import { withSnippets } from '../../scripts/readme-snippets';
import { RotatingAccessKey, SesSmtpCredentials } from 'cdk-iam-access-key';

const read = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8');

test('the samples of docs/migration.md are parts of the apps that the tests deploy', () => {
  // WHEN
  const document = read('docs/migration.md');

  // THEN
  expect(document.match(/^<!-- snippet: deploy\/apps\/moving-/gm)).toHaveLength(document.match(/^```ts$/gm)!.length);
  expect(withSnippets(document, read)).toBe(document);
});

test('the tests that docs/migration.md names are there', () => {
  // WHEN
  const tests = [...read('docs/migration.md').matchAll(/\(\.\.\/(deploy\/tests\/\S+)\)/g)].map(([, path]) => path);

  // THEN
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter((path) => !existsSync(join(REPOSITORY, path)))).toEqual([]);
});

test('docs/customizing.md has each resource of the constructs, by its path', () => {
  // GIVEN
  const stack = new Stack(new App(), 'Stack');
  const key = new RotatingAccessKey(stack, 'Key', { user: new iam.User(stack, 'User') });
  key.grants.readByUser();
  const identities = [ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com')];
  const smtp = new SesSmtpCredentials(stack, 'Smtp', { identities });

  // WHEN
  const documented = [...read('docs/customizing.md').matchAll(/^\| `([\w/]+)` \| `([\w:]+)` \| .+ \|$/gm)];

  // THEN
  expect(documented.map(([, path, type]) => `${path} ${type}`).sort()).toEqual(
    [...new Set([key, smtp].flatMap(resourcesOf))].sort(),
  );
});

function resourcesOf(construct: IConstruct): string[] {
  return construct.node
    .findAll()
    .filter((child): child is CfnResource => CfnResource.isCfnResource(child))
    .map(({ node, cfnResourceType }) => `${node.path.slice(construct.node.path.length + 1)} ${cfnResourceType}`);
}
