import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenPromises, ownersIn, PolicyTemplate } from '../role-policies';

const GOLDEN = join(__dirname, '..', '..', 'consumers', 'golden');

const TEMPLATES = readdirSync(GOLDEN)
  .filter((file) => file.endsWith('.json'))
  .map((file): [string, PolicyTemplate] => [file, JSON.parse(readFileSync(join(GOLDEN, file), 'utf8'))]);

const ROTATING = TEMPLATES.filter(([, { Resources }]) =>
  Object.values(Resources).some(({ Type }) => Type === 'AWS::SecretsManager::RotationSchedule'),
);

const SOME_ACTIONS = ['iam:CreateAccessKey', 'secretsmanager:TagResource', 'lambda:InvokeFunction'];

test('there are golden templates of both rotating constructs', () => {
  const files = ROTATING.map(([file]) => file);

  expect(files).toContain('rotating-access-key.template.json');
  expect(files).toContain('ses-smtp-credentials.template.json');
});

test.each(ROTATING)('the role of the function in %s names one user, and nothing by a wildcard', (_file, template) => {
  const owners = ownersIn(template);

  expect(owners).toHaveLength(1);
  expect(owners[0].statements.flatMap(({ Action }) => Action)).toEqual(expect.arrayContaining(SOME_ACTIONS));
  expect(owners.flatMap(brokenPromises)).toEqual([]);
});

describe('a role is found to break the promise', () => {
  const user = { 'Fn::GetAtt': ['User', 'Arn'] };
  const statement = { Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: user };
  const otherUser = { 'Fn::GetAtt': ['Other', 'Arn'] };
  const joined = { 'Fn::Join': ['', [{ Ref: 'Name' }, '?']] };
  const arn = 'arn:aws:iam::111111111111:user/';
  const onTags = (operator: string, value: string) => ({ Condition: { [operator]: { 'aws:TagKeys': value } } });

  const problemsOf = (changes: object, managedPolicies: string[] = []) =>
    brokenPromises({ userArn: user, managedPolicies, statements: [{ ...statement, ...changes }] });

  test.each<[string, object, string]>([
    ['a wildcard for the user', { Resource: `${arn}*` }, 'a wildcard in the resource'],
    ['a wildcard beside an expression', { Resource: joined }, 'a wildcard in the resource'],
    ['a policy variable', { Resource: `${arn}\${aws:username}` }, 'a wildcard in the resource'],
    ['another user', { Resource: otherUser }, 'permissions for something else than the user'],
    ['two users', { Resource: [user, user] }, 'permissions for something else than the user'],
    ['all actions', { Action: ['iam:*'] }, 'a wildcard in the action iam:*'],
    ['all but one action', { NotAction: 'iam:DeleteUser' }, 'an element that says what is excepted: NotAction'],
    ['a wildcard in a condition', onTags('StringLike', 'cdk-iam-access-key:*'), 'a wildcard in the condition'],
    ['every tag', onTags('ForAllValues:StringLike', '*'), 'a wildcard in the condition'],
  ])('when it has %s', (_what, changes, problem) => {
    expect(problemsOf(changes).join('\n')).toContain(problem);
  });

  test('when it has a policy that is not in the template', () => {
    expect(problemsOf({}, [`${arn}policy`])).toEqual([`a policy that is not in the template: "${arn}policy"`]);
  });

  test('but not when it has the tag prefix of the life cycle', () => {
    expect(problemsOf(onTags('ForAllValues:StringLike', 'cdk-iam-access-key:*'))).toEqual([]);
  });
});
