import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  ListUserTagsCommand,
  SimulatePrincipalPolicyCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam';
import { beforeAllWithFreshAws } from './fresh-aws';
import { newIdentity, SesSmtpDeployment, smtpTemplate } from './ses-smtp-deployment';
import { CONFIGURATION_SET, DOMAIN, REGIONS } from '../apps/ses-smtp-scenario';
import { unique } from '../conformance/support/unique';
import { iamOf, newUser, policy } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';
import { ACCEPTED, LOGGED_IN, loginFor, MailClient, REFUSED } from '../mail-client';

const FROM = `anybody@${DOMAIN}`;

let aws: EmbeddedAws;

beforeAllWithFreshAws(async (fresh) => {
  aws = fresh;
  await newIdentity(aws, REGIONS[1], DOMAIN);
});

/** SES's response to a sender without permission. */
function denied(user: string, resource: string, region: string = REGIONS[0]): string {
  return (
    `554 Access denied: User \`arn:aws:iam::${aws.account}:user/${user}' is not authorized to perform ` +
    `\`ses:SendRawEmail' ` +
    `on resource \`arn:aws:ses:${region}:${aws.account}:${resource}'`
  );
}

describe('a new user', () => {
  let smtp: SesSmtpDeployment;
  let send: (mail: object, region?: string) => Promise<string>;

  beforeAll(async () => {
    smtp = await SesSmtpDeployment.deploy(aws);
    const credentials = await smtp.current();
    send = (mail, region) => smtp.client(credentials, region).send({ from: FROM, ...mail });
  });

  test.each(REGIONS)('sends from any address of the identity in %s', async (region) => {
    expect(await send({}, region)).toBe(ACCEPTED);
  });

  test.each(REGIONS)('does not send from another identity of the account in %s', async (region) => {
    // GIVEN
    await newIdentity(aws, region, 'example.org');

    // THEN
    expect(await send({ from: 'anybody@example.org' }, region)).toBe(
      denied(smtp.key.user, 'identity/example.org', region),
    );
    expect(await send({ envelope: { from: 'anybody@example.org', to: FROM } }, region)).toBe(
      denied(smtp.key.user, 'identity/example.org', region),
    );
  });

  test('does not send from an address that is an identity of its own', async () => {
    // GIVEN
    const address = `alone@${DOMAIN}`;
    await newIdentity(aws, REGIONS[0], address);

    // THEN
    expect(await send({ from: address })).toBe(denied(smtp.key.user, `identity/${address}`));
  });

  test('sends with the configuration set, and with no other', async () => {
    expect(await send({ headers: { 'X-SES-CONFIGURATION-SET': CONFIGURATION_SET } })).toBe(ACCEPTED);
    expect(await send({ headers: { 'X-SES-CONFIGURATION-SET': 'newsletters' } })).toBe(
      denied(smtp.key.user, 'configuration-set/newsletters'),
    );
  });

  test('does not log in with the password of one region in another', async () => {
    // GIVEN
    const credentials = await smtp.current();
    const { password } = credentials.endpoints[REGIONS[1]];

    // THEN
    expect(await new MailClient(aws.smtp, { ...loginFor(credentials, REGIONS[0]), password }).logIn()).toBe(REFUSED);
    expect(await new MailClient(aws.smtp, { ...loginFor(credentials, REGIONS[1]), password }).logIn()).toBe(LOGGED_IN);
  });

  test('may do nothing but send mail', async () => {
    const { EvaluationResults } = await iamOf(aws).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: `arn:aws:iam::${aws.account}:user/${smtp.key.user}`,
        ActionNames: [
          'ses:SendRawEmail',
          'ses:SendEmail',
          'ses:DeleteEmailIdentity',
          'secretsmanager:GetSecretValue',
          'iam:CreateAccessKey',
        ],
        ResourceArns: [`arn:aws:ses:${REGIONS[0]}:${aws.account}:identity/${DOMAIN}`],
      }),
    );

    expect(
      EvaluationResults!
        .filter(({ EvalDecision }) => EvalDecision === 'allowed')
        .map(({ EvalActionName }) => EvalActionName),
    ).toEqual(['ses:SendRawEmail']);
  });

  test('has its credentials from a function that cannot read them', async () => {
    // GIVEN
    const role = await smtp.key.stack.physicalId(smtpTemplate().idOf('Smtp/Role/Resource'));

    // WHEN
    const { EvaluationResults } = await iamOf(aws).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: `arn:aws:iam::${aws.account}:role/${role}`,
        ActionNames: ['PutSecretValue', 'GetSecretValue', 'BatchGetSecretValue'].map(
          (action) => `secretsmanager:${action}`,
        ),
        ResourceArns: [smtp.key.secret],
      }),
    );

    // THEN
    expect(EvaluationResults!.map(({ EvalDecision }) => EvalDecision)).toEqual([
      'allowed',
      'implicitDeny',
      'implicitDeny',
    ]);
  });
});

test('a given user is left as it is, sends by its own permissions, and remains when the credentials are destroyed', async () => {
  // GIVEN
  const adopted = await newUser(aws, {
    Effect: 'Allow',
    Action: 'ses:SendRawEmail',
    Resource: `arn:aws:ses:*:${aws.account}:identity/${DOMAIN}`,
  });
  const { Policy } = await iamOf(aws).send(
    new CreatePolicyCommand({
      PolicyName: unique('policy'),
      PolicyDocument: policy([{ Effect: 'Deny', Action: 's3:*', Resource: '*' }]),
    }),
  );
  await iamOf(aws).send(new AttachUserPolicyCommand({ UserName: adopted, PolicyArn: Policy!.Arn }));
  await iamOf(aws).send(new TagUserCommand({ UserName: adopted, Tags: [{ Key: 'team', Value: 'mail' }] }));
  await newIdentity(aws, REGIONS[0], DOMAIN);
  const before = await stateOf(adopted);

  // WHEN
  const smtp = await SesSmtpDeployment.deploy(aws, { adopted });
  const first = await smtp.current();

  // THEN
  expect(await stateOf(adopted)).toEqual(before);
  expect(await smtp.key.keys()).toEqual([[first.username, 'Active']]);
  expect(await smtp.client(first).send({ from: FROM })).toBe(ACCEPTED);
  expect(await smtp.client(first).send({ from: 'anybody@example.net' })).toBe(
    denied(adopted, 'identity/anybody@example.net'),
  );

  // WHEN
  await smtp.key.rotate();
  const second = await smtp.next(first);
  expect(await smtp.client(second).send({ from: FROM })).toBe(ACCEPTED);
  expect(await smtp.key.delete()).toBe('DELETE_COMPLETE');

  // THEN
  expect(await stateOf(adopted)).toEqual(before);
  expect(await smtp.key.keys()).toEqual([]);
  expect(await smtp.client(second).logIn()).toBe(REFUSED);
});

/** All of a user but the keys. */
async function stateOf(UserName: string) {
  const iam = iamOf(aws);
  const { PolicyNames } = await iam.send(new ListUserPoliciesCommand({ UserName }));
  return {
    user: (await iam.send(new GetUserCommand({ UserName }))).User,
    policies: await Promise.all(
      PolicyNames!.map(
        async (PolicyName) => (await iam.send(new GetUserPolicyCommand({ UserName, PolicyName }))).PolicyDocument,
      ),
    ),
    attached: (await iam.send(new ListAttachedUserPoliciesCommand({ UserName }))).AttachedPolicies,
    groups: (await iam.send(new ListGroupsForUserCommand({ UserName }))).Groups,
    tags: (await iam.send(new ListUserTagsCommand({ UserName }))).Tags,
  };
}
