import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as ts from 'typescript';
import { synthError } from '../synth';
import * as accessKeys from 'cdk-iam-access-key';

const ROOT = join(__dirname, '..', '..');
const ENV = { account: '111111111111', region: 'eu-central-1' };

interface Section {
  readonly title: string;
  readonly example: string;
}

/** The sections of docs/errors.md below a heading, with the sample of each. */
function sectionsBelow(heading: string): Section[] {
  const part = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8')
    .split(/^## /m)
    .find((text) => text.startsWith(`${heading}\n`))!;
  return part
    .split(/^### /m)
    .slice(1)
    .map((text) => ({
      title: text.slice(0, text.indexOf('\n')),
      example: /```ts\n([^]*?)```/.exec(text)![1],
    }));
}

/** The members of a union of string literals in the sources, in their order. */
function membersOf(typeName: string): string[] {
  const file = join(ROOT, 'src', 'private', 'access-key-error.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const alias = source.statements.find(
    (one): one is ts.TypeAliasDeclaration => ts.isTypeAliasDeclaration(one) && one.name.text === typeName,
  )!;
  return (alias.type as ts.UnionTypeNode).types.map(
    (type) => ((type as ts.LiteralTypeNode).literal as ts.StringLiteral).text,
  );
}

/** Runs a sample in the constructor of a stack. */
function run(app: cdk.App, example: string): cdk.Stack {
  const scope = { ...cdk, ...accessKeys, iam, kms, secretsmanager, ses, app };
  const stack = new cdk.Stack(app, 'Stack', { env: ENV });
  new Function(...Object.keys(scope), example).call(stack, ...Object.values(scope));
  return stack;
}

/** What an app fails with, in a constructor or at synthesis. */
function errorOf(example: string): string {
  const app = new cdk.App();
  try {
    run(app, example);
  } catch (error) {
    return (error as Error).message;
  }
  return synthError(app);
}

const errors = sectionsBelow('Errors');
const warnings = sectionsBelow('Warnings');

test('docs/errors.md has a section for each error code, in the order of the sources', () => {
  expect(errors.map(({ title }) => title)).toEqual(membersOf('AccessKeyErrorCode'));
});

test('docs/errors.md has a section for each warning, in the order of the sources', () => {
  expect(warnings.map(({ title }) => title)).toEqual(membersOf('WarningName'));
});

test.each(errors)('the example of $title in docs/errors.md fails with that code', ({ title, example }) => {
  expect(errorOf(example)).toMatch(new RegExp(`Stack/\\w+ \\(\\w+\\): [^]+; [^]+\\. [^]+\\. \\[${title}\\]`));
});

describe.each(warnings)('the example of $title in docs/errors.md', ({ title, example }) => {
  const id = `cdk-iam-access-key:${title}`;
  const warningsOf = (stack: cdk.Stack) =>
    Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ entry: { data } }) => data);

  test('causes that warning and no other', () => {
    expect(warningsOf(run(new cdk.App(), example))).toEqual([expect.stringContaining(`[ack: ${id}]`)]);
  });

  test('is silenced by the line that the warning ends with', () => {
    const [warning] = warningsOf(run(new cdk.App(), example));
    const line = /Annotations\.of\(construct\)\.acknowledgeWarning\(.*?\)/.exec(String(warning))![0];

    const stack = run(new cdk.App(), `${example}\nconst construct = this.node.findChild('Construct');\n${line};`);

    expect(warningsOf(stack)).toEqual([]);
  });
});
