import { App, Aws, Stack } from 'aws-cdk-lib';
import { CfnUser, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { AccessKey, AccessKeyProps } from 'cdk-iam-access-key';

const OWN = '111111111111';
const OTHER = '222222222222';

function stackOf(account?: string, app = new App(), id = 'Stack'): Stack {
  return new Stack(app, id, account ? { env: { account, region: 'eu-central-1' } } : {});
}

describe('serial', () => {
  test.each([-1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, '1'])('%p is refused with the path, the value and the remedy', (serial) => {
    const stack = stackOf();
    const user = new User(stack, 'User');

    expect(() => new AccessKey(stack, 'Key', { user, serial: serial as number })).toThrow(expect.objectContaining({
      name: 'AccessKeyError',
      code: 'InvalidSerial',
      constructPath: 'Stack/Key',
      message: `access key 'Stack/Key': serial is ${serial}, expected a whole number of zero or more; `
        + 'start with 1 and add 1 for each replacement, or leave serial out',
    }));
  });

  test('every number is either a whole number of zero or more, or refused', () => {
    fc.assert(fc.property(fc.oneof(fc.double(), fc.integer(), fc.maxSafeNat()), (serial) => {
      const stack = stackOf();
      const make = () => new AccessKey(stack, 'Key', { user: new User(stack, 'User'), serial });
      if (Number.isSafeInteger(serial) && serial >= 0) {
        make();
      } else {
        expect(make).toThrow('expected a whole number of zero or more');
      }
    }), { numRuns: 200 });
  });
});

describe('user', () => {
  test.each([
    ['undefined', {}],
    ['undefined', undefined],
    ['bob', { user: 'bob' }],
  ])('%s is refused when it is no user', (value, props) => {
    expect(() => new AccessKey(stackOf(), 'Key', props as unknown as AccessKeyProps)).toThrow(expect.objectContaining({
      code: 'InvalidUser',
      message: `access key 'Stack/Key': user is ${value}, expected an IAM user; `
        + 'pass a User, a user imported by User.fromUserName, or a CfnUser',
    }));
  });

  test('a role is refused: it has no access keys', () => {
    const stack = stackOf();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

    expect(() => new AccessKey(stack, 'Key', { user: role as any })).toThrow('expected an IAM user');
  });
});

describe('a user of another account', () => {
  test('is refused when its ARN says so, with both accounts and the remedy', () => {
    const stack = stackOf(OWN);
    const user = User.fromUserArn(stack, 'Bob', `arn:aws:iam::${OTHER}:user/team/bob`);

    expect(() => new AccessKey(stack, 'Key', { user })).toThrow(expect.objectContaining({
      code: 'UserInAnotherAccount',
      message: `access key 'Stack/Key': user 'Stack/Bob' belongs to account ${OTHER}, expected a user of account ${OWN}, which stack `
        + '\'Stack\' is deployed to; make the key in a stack of the user\'s account, as CloudFormation would make it for a user of '
        + 'the same name in the wrong one',
    }));
  });

  test('is refused when only the account of its ARN is known', () => {
    const stack = stackOf(OWN);
    const user = User.fromUserArn(stack, 'Bob', `arn:${Aws.PARTITION}:iam::${OTHER}:user/bob`);

    expect(() => new AccessKey(stack, 'Key', { user })).toThrow(`belongs to account ${OTHER}`);
  });

  test('is refused when it was made in a stack of that account', () => {
    const app = new App();
    const user = new User(stackOf(OTHER, app, 'Users'), 'Bob', { userName: 'bob' });

    expect(() => new AccessKey(stackOf(OWN, app), 'Key', { user })).toThrow(`user 'Users/Bob' belongs to account ${OTHER}`);
  });

  test('is refused when it is a CfnUser of a stack of that account', () => {
    const app = new App();
    const user = new CfnUser(stackOf(OTHER, app, 'Users'), 'Bob', { userName: 'bob' });

    expect(() => new AccessKey(stackOf(OWN, app), 'Key', { user })).toThrow(`user 'Users/Bob' belongs to account ${OTHER}`);
  });

  test('is refused when it was imported by name into a stack of that account', () => {
    const app = new App();
    const user = User.fromUserName(stackOf(OTHER, app, 'Users'), 'Bob', 'bob');

    expect(() => new AccessKey(stackOf(OWN, app), 'Key', { user })).toThrow(`belongs to account ${OTHER}`);
  });

  test.each([
    ['of the same account, by ARN', (stack: Stack) => User.fromUserArn(stack, 'Bob', `arn:aws:iam::${OWN}:user/bob`)],
    ['of the same account, by attributes', (stack: Stack) => User.fromUserAttributes(stack, 'Bob', { userArn: `arn:aws:iam::${OWN}:user/bob` })],
    ['whose ARN is a token', (stack: Stack) => User.fromUserArn(stack, 'Bob', Aws.STACK_ID)],
    ['of the stack\'s own account, whatever it is', (stack: Stack) => User.fromUserArn(stack, 'Bob', `arn:aws:iam::${Aws.ACCOUNT_ID}:user/bob`)],
    ['of another stack of the same account', (stack: Stack) => new User(stackOf(OWN, stack.node.root as App, 'Users'), 'Bob')],
    ['of another stack whose account is not known', (stack: Stack) => User.fromUserName(stackOf(undefined, stack.node.root as App, 'Users'), 'Bob', 'bob')],
  ])('is no reason to refuse a user %s', (_name, makeUser) => {
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
