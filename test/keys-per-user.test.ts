import {
  Annotations as CdkAnnotations,
  App,
  CfnCondition,
  CfnParameter,
  CfnResource,
  Fn,
  NestedStack,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { synthError } from './synth';
import { AccessKey } from 'cdk-iam-access-key';

/** Makes a key for each user and synthesises. */
function keysFor(stack: Stack, ...users: aws_iam.IUserRef[]): App {
  users.forEach((user, index) => new AccessKey(stack, `Key${index + 1}`, { user }));
  return stack.node.root as App;
}

function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

describe('a third key for one user in one stack', () => {
  test('is refused with its path, those of the others, and the remedy', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');

    expect(synthError(keysFor(stack, user, user, user))).toContain(
      "Stack/Key3 (AccessKey): it is access key number 3 of one user in stack 'Stack', after 'Stack/Key1' and " +
        "'Stack/Key2'; IAM allows 2 access keys per user, active or inactive. Remove an access key, or create a " +
        'user for each client. [AccessKeyQuotaExceeded]',
    );
  });

  test('is refused however many there are, each by its path', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');

    const message = synthError(keysFor(stack, user, user, user, user));

    expect(message).toMatch(
      /Stack\/Key3 \(AccessKey\): it is access key number 3 .*\n.*Stack\/Key4 \(AccessKey\): it is access key number 4 /,
    );
  });

  const named = (stack: Stack) => new iam.User(stack, 'Named', { userName: 'bob' });
  const cfnNamed = (stack: Stack) => new iam.CfnUser(stack, 'CfnNamed', { userName: 'bob' });
  const byName = (stack: Stack) => iam.User.fromUserName(stack, 'ByName', 'bob');
  const byUpperName = (stack: Stack) => iam.User.fromUserName(stack, 'ByUpperName', 'BOB');
  const byArn = (stack: Stack) => iam.User.fromUserArn(stack, 'ByArn', 'arn:aws:iam::111111111111:user/team/bob');
  const byAttributes = (stack: Stack) =>
    iam.User.fromUserAttributes(stack, 'ByAttributes', { userArn: 'arn:aws:iam::111111111111:user/bob' });
  const ofOtherStack = (stack: Stack) =>
    new iam.User(new Stack(stack.node.root as App, 'Users'), 'OfOtherStack', { userName: 'bob' });

  test.each([
    ['a User with a name, and the name', [named, byName, byUpperName]],
    ['a CfnUser with a name, its ARN, and its attributes', [cfnNamed, byArn, byAttributes]],
    ['a User of another stack, and its name', [ofOtherStack, byName, byArn]],
  ])('is found when the user is known by %s', (_name, makeUsers) => {
    const stack = newStack();

    expect(synthError(keysFor(stack, ...makeUsers.map((make) => make(stack))))).toContain(
      'Stack/Key3 (AccessKey): it is access key number 3',
    );
  });

  test('is found when the name is a parameter', () => {
    const stack = newStack();
    const name = new CfnParameter(stack, 'Name').valueAsString;

    expect(
      synthError(
        keysFor(
          stack,
          new iam.User(stack, 'User', { userName: name }),
          iam.User.fromUserName(stack, 'Import1', name),
          iam.User.fromUserName(stack, 'Import2', name),
        ),
      ),
    ).toContain('access key number 3');
  });

  test('is found when the same parameter is a part of the names', () => {
    const stack = newStack();
    const name = `bob-${new CfnParameter(stack, 'Name').valueAsString}`;

    const users = ['A', 'B', 'C'].map((id) => iam.User.fromUserName(stack, id, name));

    expect(synthError(keysFor(stack, ...users))).toContain('access key number 3');
  });

  test('is found when the name is a part of the name of another user', () => {
    const stack = newStack();
    const name = `x-${new iam.User(stack, 'User', { userName: 'bob' }).userName}`;

    const users = [name, name, 'x-bob'].map((one, index) => iam.User.fromUserName(stack, `User${index}`, one));

    expect(synthError(keysFor(stack, ...users))).toContain('access key number 3');
  });

  test('is found when the user of another stack has no name of its own', () => {
    const stack = newStack();
    const user = new iam.User(new Stack(stack.node.root as App, 'Users'), 'User');

    expect(synthError(keysFor(stack, user, user, user))).toContain('access key number 3');
  });

  test('is found when the others are keys of aws_iam.AccessKey and of CloudFormation', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    new iam.AccessKey(stack, 'Upstream', { user });
    new iam.CfnAccessKey(stack, 'L1', { userName: user.userName });

    expect(synthError(keysFor(stack, user))).toContain("after 'Stack/Upstream' and 'Stack/L1'");
  });

  test('is named by its own class if CloudFormation knows the key only by its L1', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    const app = keysFor(stack, user, user);
    new iam.CfnAccessKey(stack, 'L1', { userName: user.userName });

    expect(synthError(app)).toContain('Stack/L1 (CfnAccessKey): it is access key number 3');
  });

  test('is found in a nested stack and within a stage', () => {
    const stage = new Stage(new App(), 'Stage');
    const nested = new NestedStack(new Stack(stage, 'Parent'), 'Nested');
    const user = new iam.User(nested, 'User');

    expect(synthError(keysFor(nested, user, user, user))).toContain('Stage/Parent/Nested/Key3 (AccessKey)');
  });

  test('is found when a name is changed after the keys were created', () => {
    const stack = newStack();
    const cfnUser = new iam.CfnUser(stack, 'User', { userName: 'alice' });
    const app = keysFor(
      stack,
      cfnUser,
      iam.User.fromUserName(stack, 'Import1', 'bob'),
      iam.User.fromUserName(stack, 'Import2', 'bob'),
    );

    cfnUser.userName = 'bob';

    expect(synthError(app)).toContain('access key number 3');
  });
});

describe('keys that IAM allows are not refused', () => {
  test.each([
    [
      'two for a user',
      (stack: Stack) => {
        const user = new iam.User(stack, 'User');
        return [user, user];
      },
    ],
    [
      'one for each of three users without a name',
      (stack: Stack) => ['A', 'B', 'C'].map((id) => new iam.User(stack, id)),
    ],
    [
      'one for each of three imported users',
      (stack: Stack) => ['a', 'b', 'c'].map((name) => iam.User.fromUserName(stack, name, name)),
    ],
    [
      'one for each of three users by different parameters',
      (stack: Stack) =>
        ['A', 'B', 'C'].map((id) =>
          iam.User.fromUserName(stack, id, new CfnParameter(stack, `${id}Name`).valueAsString),
        ),
    ],
    [
      'one for each of three users whose names differ by a parameter',
      (stack: Stack) =>
        ['A', 'B', 'C'].map((id) => {
          const name = new CfnParameter(stack, `${id}Name`).valueAsString;
          return iam.User.fromUserName(stack, id, `bob-${name}`);
        }),
    ],
    [
      'one for each of three users by the outputs of another resource',
      (stack: Stack) =>
        ['A', 'B', 'C'].map((attribute) => {
          const maker = new CfnResource(stack, `Maker${attribute}`, { type: 'Custom::User' });
          return iam.User.fromUserName(stack, attribute, maker.getAtt(attribute).toString());
        }),
    ],
  ])('%s', (_name, makeUsers) => {
    const stack = newStack();
    keysFor(stack, ...makeUsers(stack)).synth();
  });

  test('two in each of two stacks, as only an account knows whether one is removed first', () => {
    const app = new App();
    for (const id of ['Stack1', 'Stack2']) {
      const stack = new Stack(app, id);
      const user = iam.User.fromUserName(stack, 'User', 'bob');
      keysFor(stack, user, user);
    }
    app.synth();
  });

  test('three of which one is created on a condition', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    const app = keysFor(stack, user, user);

    const third = new AccessKey(stack, 'Third', { user });
    (third.node.defaultChild as iam.CfnAccessKey).cfnOptions.condition = new CfnCondition(stack, 'Never', {
      expression: Fn.conditionEquals('a', 'b'),
    });

    app.synth();
  });

  test('three of which one was removed from the tree', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    const app = keysFor(stack, user, user, user);

    stack.node.tryRemoveChild('Key1');

    app.synth();
  });
});

describe('a serial on a user without a free access key', () => {
  test('is a warning with an id and the remedy, once', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    const app = keysFor(stack, user);
    new AccessKey(stack, 'Second', { user, serial: 1 });

    app.synth();

    const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      id: '/Stack/Second/Resource',
      entry: {
        data:
          "Stack/Second (AccessKey): serial is set, and the user has 2 access keys in stack 'Stack'; a " +
          'replacement needs a free access key, because CloudFormation creates the new access key before it ' +
          'deletes the current one. Remove one of the access keys before you change serial. ' +
          'To silence this warning: Annotations.of(construct).acknowledgeWarning(' +
          "'cdk-iam-access-key:noFreeAccessKey', '<reason>'). [ack: cdk-iam-access-key:noFreeAccessKey]",
      },
    });
  });

  test('can be acknowledged', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    new AccessKey(stack, 'First', { user });
    const second = new AccessKey(stack, 'Second', { user, serial: 1 });

    CdkAnnotations.of(second).acknowledgeWarning('cdk-iam-access-key:noFreeAccessKey');

    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});
