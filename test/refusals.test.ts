import { App, Aspects, Aws, CfnParameter, Environment, Fn, Lazy, PhysicalName, Stack } from 'aws-cdk-lib';
import { CfnUser, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import * as fc from 'fast-check';
import { synthError } from './synth';
import { AccessKey, AccessKeyProps, RotatingAccessKey } from 'cdk-iam-access-key';

const OWN = '111111111111';
const OTHER = '222222222222';

function stackOf(account?: string, app = new App(), id = 'Stack'): Stack {
  return new Stack(app, id, account ? { env: { account, region: 'eu-central-1' } } : {});
}

function parameter(stack: Stack): string {
  return new CfnParameter(stack, 'Name').valueAsString;
}

describe('serial', () => {
  test.each([-1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, '1'])(
    '%p is refused with the path, the value and the remedy',
    (serial) => {
      const stack = stackOf();
      const user = new User(stack, 'User');

      expect(() => new AccessKey(stack, 'Key', { user, serial: serial as number })).toThrow(
        expect.objectContaining({
          name: 'AccessKeyError',
          code: 'InvalidSerial',
          constructPath: 'Stack/Key',
          message:
            `Stack/Key (AccessKey): serial is ${serial}; it must be a whole number of zero or more. Start with ` +
            '1 and add 1 for each replacement, or omit serial. [InvalidSerial]',
        }),
      );
    },
  );

  test('every number is either a whole number of zero or more, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.maxSafeNat()), (serial) => {
        const stack = stackOf();
        const make = () => new AccessKey(stack, 'Key', { user: new User(stack, 'User'), serial });
        if (Number.isSafeInteger(serial) && serial >= 0) {
          make();
        } else {
          expect(make).toThrow('it must be a whole number of zero or more');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('user', () => {
  test.each([
    ['undefined', {}],
    ['undefined', undefined],
    ['bob', { user: 'bob' }],
  ])('%s is refused because it is not a user', (value, props) => {
    expect(() => new AccessKey(stackOf(), 'Key', props as unknown as AccessKeyProps)).toThrow(
      expect.objectContaining({
        code: 'InvalidUser',
        message:
          `Stack/Key (AccessKey): user is ${value}; it must be an IAM user. Pass a User, a user that is ` +
          'imported by its name, or a CfnUser. [InvalidUser]',
      }),
    );
  });

  test('a role is refused: it has no access keys', () => {
    const stack = stackOf();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

    expect(() => new AccessKey(stack, 'Key', { user: role as any })).toThrow('it must be an IAM user');
  });
});

describe('the name of a user', () => {
  type MakeUser = (stack: Stack) => aws_iam.IUserRef;

  const byName =
    (name: (stack: Stack) => string): MakeUser =>
    (stack) =>
      User.fromUserName(stack, 'User', name(stack));
  const byArn =
    (arn: string): MakeUser =>
    (stack) =>
      User.fromUserArn(stack, 'User', arn);
  const late = (produce: () => string | undefined) => Lazy.string({ produce });

  const problem = (name: string) =>
    `Stack/Key (AccessKey): the name of the user is '${name}'; it must be the name of one IAM user: 1 to 64 ` +
    'letters, digits and the characters _+=,.@-. Import the user by its name alone, or by its complete ARN. ' +
    '[InvalidUser]';

  test.each<[string, string, MakeUser]>([
    ['is a wildcard', '*', byName(() => '*')],
    ['has a wildcard', 'bo?', byName(() => 'bo?')],
    ['has a wildcard in an ARN', 'b*', byArn(`arn:aws:iam::${OWN}:user/team/b*`)],
    ['is a policy variable', '${aws:username}', byName(() => '${aws:username}')],
    ['is a policy variable that Fn::Sub leaves', '${aws:username}', byName(() => Fn.sub('${!aws:username}'))],
    ['has a space', 'bob b', byName(() => 'bob b')],
    ['has a letter outside ASCII', 'böb', byName(() => 'böb')],
    ['is empty', '', byName(() => 'team/')],
    ['is too long', 'b'.repeat(65), byName(() => 'b'.repeat(65))],
    ['has a wildcard after what is not known', '…*', byName((stack) => `${parameter(stack)}*`)],
    ['has a wildcard before what is not known', '*…', byName((stack) => `*${parameter(stack)}`)],
    [
      'has a wildcard between what Fn::Sub sets',
      '…*000000000000',
      byName((stack) => Fn.sub('${Name}*${AWS::AccountId}', { Name: parameter(stack) })),
    ],
    ['has a wildcard behind a path that is not known', '*', byName((stack) => `${parameter(stack)}/*`)],
    ['is given to a User', '*', (stack) => new User(stack, 'User', { userName: '*' })],
    ['is given to a CfnUser', 'a b', (stack) => new CfnUser(stack, 'User', { userName: 'a b' })],
  ])('is refused when it %s', (_name, name, makeUser) => {
    const stack = stackOf(OWN);

    expect(() => new AccessKey(stack, 'Key', { user: makeUser(stack) })).toThrow(
      expect.objectContaining({
        name: 'AccessKeyError',
        code: 'InvalidUser',
        constructPath: 'Stack/Key',
        message: problem(name),
      }),
    );
  });

  test.each<[string, string, MakeUser]>([
    ['has a wildcard in Fn::Join', '…*', byName((stack) => Fn.join('', [parameter(stack), '*']))],
    ['is joined by a wildcard', '…*b', byName((stack) => Fn.join('*', [parameter(stack), 'b']))],
    ['is a wildcard that is computed late', '*', byName(() => late(() => '*'))],
    ['has a wildcard in a late Fn::Sub', '…*', byName(() => Fn.sub(late(() => '${Name}*')))],
    [
      'is given late to a CfnUser',
      '*',
      (stack) => {
        const user = new CfnUser(stack, 'User');
        Aspects.of(stack).add({
          visit: () => {
            user.userName = '*';
          },
        });
        return user;
      },
    ],
  ])('is refused at synthesis when it shows only then that it %s', (_name, name, makeUser) => {
    const stack = stackOf();
    new AccessKey(stack, 'Key', { user: makeUser(stack) });

    expect(synthError(stack.node.root as App)).toContain(problem(name));
  });

  test.each<[string, MakeUser]>([
    ['has every character that IAM allows', byName(() => 'me+you=us,them.all@home_-1')],
    ['is as long as IAM allows', byName(() => 'b'.repeat(64))],
    ['is a single character', byName(() => 'b')],
    ['is known in part', byName((stack) => `bob-${parameter(stack)}@example.com`)],
    ['is joined of what is not known', byName((stack) => Fn.join('-', ['bob', parameter(stack)]))],
    [
      'is joined of a list that is not known',
      byName((stack) => {
        const names = new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' });
        return Fn.join('-', names.valueAsList);
      }),
    ],
    ['is substituted', byName(() => Fn.sub('bob-${AWS::Region}'))],
    ['is imported', byName(() => Fn.importValue('Name'))],
    ['is computed late', byName(() => late(() => 'bob'))],
    ['is computed late in part', byName(() => `bob${late(() => undefined)}`)],
    ['is of an ARN that is not known', (stack) => User.fromUserArn(stack, 'User', parameter(stack))],
    ['is created by CloudFormation', (stack) => new CfnUser(stack, 'User')],
    // The template of an AccessKey has the name alone, so that the rest of the ARN does no harm.
    ['is the end of an ARN that was given as a name', byName(() => `arn:aws:iam::${OWN}:user/bob`)],
    ['is behind a path with a wildcard', byArn(`arn:aws:iam::${OWN}:user/*/bob`)],
  ])('is accepted when it %s', (_name, makeUser) => {
    const stack = stackOf(OWN);
    new AccessKey(stack, 'Key', { user: makeUser(stack) });

    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('is left to the CDK when it is computed to be none', () => {
    const stack = stackOf();
    new AccessKey(stack, 'Key', { user: byName(() => late(() => undefined))(stack) });

    expect(synthError(stack.node.root as App)).toContain('userName: required but missing');
  });
});

describe('a user without a name in a stack of another environment', () => {
  const stackIn = (app: App, id: string, env?: Environment, crossRegionReferences?: boolean) =>
    new Stack(app, id, { env, crossRegionReferences });
  const HERE = { account: OWN, region: 'eu-central-1' };
  const THERE = { account: OWN, region: 'us-east-1' };

  test.each<[string, object | undefined]>([
    ['another region', THERE],
    ['an environment that is not known', undefined],
  ])('is refused where the key is created, with both stacks and the remedy: %s', (_what, env) => {
    const app = new App();
    const user = new User(stackIn(app, 'Users', env), 'Bob');

    expect(() => new AccessKey(stackIn(app, 'Stack', HERE), 'Key', { user })).toThrow(
      expect.objectContaining({
        code: 'InvalidUser',
        constructPath: 'Stack/Key',
        message:
          "Stack/Key (AccessKey): user 'Users/Bob' has no name and is in stack 'Users' of another " +
          "environment; it must have a name, or be in the environment of stack 'Stack'. Create the access key in " +
          'the stack of the user, set the name of the user, or enable cross-region references on both stacks. ' +
          '[InvalidUser]',
      }),
    );
  });

  test('is refused for a RotatingAccessKey, too', () => {
    const app = new App();
    const user = new User(stackIn(app, 'Users', THERE), 'Bob');

    const make = () => new RotatingAccessKey(stackIn(app, 'Stack', HERE), 'Key', { user });

    expect(make).toThrow("'Users/Bob' has no name");
  });

  test.each<[string, (app: App) => User]>([
    ['it has a name', (app) => new User(stackIn(app, 'Users', THERE), 'Bob', { userName: 'bob' })],
    [
      'the CDK generates a name',
      (app) => new User(stackIn(app, 'Users', THERE), 'Bob', { userName: PhysicalName.GENERATE_IF_NEEDED }),
    ],
    ['the stacks refer to each other across regions', (app) => new User(stackIn(app, 'Users', THERE, true), 'Bob')],
    ['the environments are the same', (app) => new User(stackIn(app, 'Users', HERE), 'Bob')],
  ])('is accepted if %s', (_name, makeUser) => {
    const app = new App();
    new AccessKey(stackIn(app, 'Stack', HERE, true), 'Key', { user: makeUser(app) });

    expect(() => app.synth()).not.toThrow();
  });
});

describe('a user of another account', () => {
  test('is refused when its ARN says so, with both accounts and the remedy', () => {
    const stack = stackOf(OWN);
    const user = User.fromUserArn(stack, 'Bob', `arn:aws:iam::${OTHER}:user/team/bob`);

    expect(() => new AccessKey(stack, 'Key', { user })).toThrow(
      expect.objectContaining({
        code: 'UserInAnotherAccount',
        message:
          `Stack/Key (AccessKey): user 'Stack/Bob' belongs to account ${OTHER}; it must be a user of account ` +
          `${OWN}, which stack 'Stack' is deployed to, because CloudFormation would create the access key for a ` +
          "user of the same name there. Create the access key in a stack of the user's account. " +
          '[UserInAnotherAccount]',
      }),
    );
  });

  test('is refused when only the account of its ARN is known', () => {
    const stack = stackOf(OWN);
    const user = User.fromUserArn(stack, 'Bob', `arn:${Aws.PARTITION}:iam::${OTHER}:user/bob`);

    expect(() => new AccessKey(stack, 'Key', { user })).toThrow(`belongs to account ${OTHER}`);
  });

  test('is refused when it was created in a stack of that account', () => {
    const app = new App();
    const user = new User(stackOf(OTHER, app, 'Users'), 'Bob', { userName: 'bob' });

    expect(() => new AccessKey(stackOf(OWN, app), 'Key', { user })).toThrow(
      `user 'Users/Bob' belongs to account ${OTHER}`,
    );
  });

  test('is refused when it is a CfnUser of a stack of that account', () => {
    const app = new App();
    const user = new CfnUser(stackOf(OTHER, app, 'Users'), 'Bob', { userName: 'bob' });

    expect(() => new AccessKey(stackOf(OWN, app), 'Key', { user })).toThrow(
      `user 'Users/Bob' belongs to account ${OTHER}`,
    );
  });

  test('is refused when it was imported by name into a stack of that account', () => {
    const app = new App();
    const user = User.fromUserName(stackOf(OTHER, app, 'Users'), 'Bob', 'bob');

    expect(() => new AccessKey(stackOf(OWN, app), 'Key', { user })).toThrow(`belongs to account ${OTHER}`);
  });

  test.each([
    ['of the same account, by ARN', (stack: Stack) => User.fromUserArn(stack, 'Bob', `arn:aws:iam::${OWN}:user/bob`)],
    [
      'of the same account, by attributes',
      (stack: Stack) => User.fromUserAttributes(stack, 'Bob', { userArn: `arn:aws:iam::${OWN}:user/bob` }),
    ],
    ['whose ARN is a token', (stack: Stack) => User.fromUserArn(stack, 'Bob', Aws.STACK_ID)],
    [
      "of the stack's own account, whatever it is",
      (stack: Stack) => User.fromUserArn(stack, 'Bob', `arn:aws:iam::${Aws.ACCOUNT_ID}:user/bob`),
    ],
    [
      'of another stack of the same account',
      (stack: Stack) => new User(stackOf(OWN, stack.node.root as App, 'Users'), 'Bob'),
    ],
    [
      'of another stack whose account is not known',
      (stack: Stack) => User.fromUserName(stackOf(undefined, stack.node.root as App, 'Users'), 'Bob', 'bob'),
    ],
  ])('is not assumed for a user %s', (_name, makeUser) => {
    const stack = stackOf(OWN);
    new AccessKey(stack, 'Key', { user: makeUser(stack) });
    (stack.node.root as App).synth();
  });

  test('cannot be known in a stack of no account', () => {
    const stack = stackOf();
    new AccessKey(stack, 'Key', { user: User.fromUserArn(stack, 'Bob', `arn:aws:iam::${OTHER}:user/bob`) });
    (stack.node.root as App).synth();
  });
});
