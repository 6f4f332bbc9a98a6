import { App, Aspects, Aws, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnUser, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import * as fc from 'fast-check';
import { ARNS_OF_NO_ONE_SECRET, ARNS_OF_NO_ONE_USER, ARNS_OF_ONE_SECRET, ARNS_OF_ONE_USER } from '../arns';
import { brokenPromises, ownersIn, PolicyTemplate } from '../role-policies';
import { synthError } from '../synth';
import { RotatingAccessKey, RotatingAccessKeyProps } from 'cdk-iam-access-key';

const ACCOUNT = '111122223333';
const PREFIX = `arn:aws:iam::${ACCOUNT}:user/`;
const KEY_ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/`;

type MakeUser = (stack: Stack) => aws_iam.IUserRef;

function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

function newKey(stack: Stack, makeUser: MakeUser, props: Partial<RotatingAccessKeyProps> = {}): RotatingAccessKey {
  return new RotatingAccessKey(stack, 'Key', { user: makeUser(stack), ...props });
}

function parameter(stack: Stack): string {
  const existing = stack.node.tryFindChild('Name') as CfnParameter | undefined;
  return (existing ?? new CfnParameter(stack, 'Name')).valueAsString;
}

const byName =
  (name: (stack: Stack) => string): MakeUser =>
  (stack) =>
    User.fromUserName(stack, 'User', name(stack));
const byArn =
  (arn: (stack: Stack) => string): MakeUser =>
  (stack) =>
    User.fromUserArn(stack, 'User', arn(stack));

const INVALID_USER = { name: 'AccessKeyError', code: 'InvalidUser', constructPath: 'Stack/Key' };
const late = (value: string) => Lazy.string({ produce: () => value });

/** What the template says of the function's role, and what it must not say. */
function rendered(stack: Stack): { template: PolicyTemplate; resource: any; broken: string[] } {
  const template = Template.fromStack(stack).toJSON() as PolicyTemplate;
  const [owner] = ownersIn(template);
  const { Resource } = owner.statements.find(({ Action }) => Action.includes('iam:CreateAccessKey'))!;
  return { template, resource: Resource, broken: brokenPromises(owner) };
}

describe('a user is refused when the ARN has', () => {
  // The CDK itself refuses an ARN of no name.
  test.each(ARNS_OF_NO_ONE_USER)('%s', (_what, arn) => {
    expect(() =>
      newKey(
        newStack(),
        byArn(() => arn),
      ),
    ).toThrow(expect.objectContaining(INVALID_USER));
  });

  test('a wildcard, with the ARN, what is allowed, and the remedy', () => {
    expect(() =>
      newKey(
        newStack(),
        byArn(() => `${PREFIX}*/mail`),
      ),
    ).toThrow(
      `Stack/Key (RotatingAccessKey): the ARN of the user is '${PREFIX}*/mail'; it must be the ARN of one IAM ` +
        'user, with account, path and name, and without wildcards or policy variables. Import the user by its ' +
        'name alone, or by its complete ARN. [InvalidUser]',
    );
  });
});

test.each(ARNS_OF_ONE_USER)('a user is taken when the ARN has %s', (_what, arn) => {
  const stack = newStack();
  newKey(
    stack,
    byArn(() => arn),
  );

  expect(rendered(stack)).toMatchObject({ resource: arn, broken: [] });
});

test.each<[string, MakeUser]>([
  ['is a wildcard', byName(() => '*')],
  ['is an ARN', byName(() => `${PREFIX}mail`)],
  ['is an ARN of the own account', byName(() => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:user/mail`)],
  ['has a path with a wildcard', byName(() => 'te*m/mail')],
  ['has a path with a wildcard before what is not known', byName((stack) => `*/${parameter(stack)}`)],
  ['has a path with a wildcard after what is not known', byName((stack) => `${parameter(stack)}?/mail`)],
  ['ends in a wildcard after what is not known', byName((stack) => `${parameter(stack)}/*`)],
  ['is one of any user below an ARN that is not known', byArn((stack) => `${parameter(stack)}/*`)],
  ['is one of any user in an account that is not known', byArn((stack) => `arn:aws:iam::${parameter(stack)}:user/*`)],
  ['has a policy variable that Fn::Sub leaves', byName(() => Fn.sub('${!aws:PrincipalTag/team}/mail'))],
  ['is given with a path that has a wildcard to a User', (stack) => new User(stack, 'User', { path: '/te*m/' })],
  [
    'is given with a policy variable in the path to a CfnUser',
    (stack) => new CfnUser(stack, 'User', { path: '/${aws:username}/' }),
  ],
  ['is given as a wildcard to a User', (stack) => new User(stack, 'User', { userName: '*' })],
])('a user is refused when the name %s', (_what, makeUser) => {
  expect(() => newKey(newStack(), makeUser)).toThrow(expect.objectContaining(INVALID_USER));
});

test.each<[string, MakeUser, string]>([
  ['its ARN is joined with a wildcard', byArn((stack) => Fn.join('', [parameter(stack), 'user/*'])), '…user/*'],
  ['its ARN is computed late', byArn(() => late(`${PREFIX}*`)), `${PREFIX}*`],
  ['its name is joined by a wildcard', byName((stack) => Fn.join('*', [parameter(stack), 'a'])), `${PREFIX}…*a`],
  [
    'its path is changed late',
    (stack) => {
      const user = new CfnUser(stack, 'User');
      Aspects.of(stack).add({
        visit: () => {
          user.path = '/*/';
        },
      });
      return user;
    },
    'arn:aws:iam::000000000000:user/*/…',
  ],
  [
    'it is of another region and its path is a wildcard that is computed late',
    (stack) => {
      const users = new Stack(stack.node.root as App, 'Users', { env: { account: ACCOUNT, region: 'us-east-1' } });
      return new User(users, 'User', { userName: 'mail', path: late('/*/') });
    },
    'arn:aws:iam::000000000000:user/*/mail',
  ],
])('a user is refused at synthesis when it shows only then that %s', (_what, makeUser, arn) => {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  newKey(stack, makeUser);

  const problem = `Stack/Key (RotatingAccessKey): the ARN of the user is '${arn}'; it must be the ARN of one IAM user`;
  expect(synthError(stack.node.root as App)).toContain(problem);
});

test.each<[string, MakeUser]>([
  ['is a parameter', byName(parameter)],
  ['is the end of an ARN that is a parameter', byArn(parameter)],
  ['is known but for the account', byArn(() => `arn:aws:iam::${Aws.ACCOUNT_ID}:user/team/mail`)],
  ['is known in part', byArn((stack) => `arn:aws:iam::${ACCOUNT}:user/team/${parameter(stack)}-mail`)],
  ['is behind a path that is not known', byName((stack) => `${parameter(stack)}/mail`)],
  ['is given with a path to a User', (stack) => new User(stack, 'User', { userName: 'mail', path: '/team/' })],
  [
    'is given by an expression to a User',
    (stack) => new User(stack, 'User', { userName: parameter(stack), path: late('/team/') }),
  ],
  ['is created by CloudFormation', (stack) => new CfnUser(stack, 'User')],
])('a user is taken when the name %s', (_what, makeUser) => {
  const stack = newStack();
  newKey(stack, makeUser);

  expect(rendered(stack).broken).toEqual([]);
});

describe('a given secret', () => {
  const [[, complete]] = ARNS_OF_ONE_SECRET;
  const incomplete = complete.slice(0, -'-AbCdEf'.length);

  function keyIn(secretCompleteArn: string, stack = newStack()): RotatingAccessKey {
    const secret = Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn });
    return newKey(stack, (scope) => new User(scope, 'User'), { secret });
  }

  test.each(ARNS_OF_NO_ONE_SECRET)('is refused when its ARN has %s', (_what, arn) => {
    expect(() => keyIn(arn)).toThrow(
      expect.objectContaining({
        code: 'IncompleteSecretArn',
        message:
          `Stack/Key (RotatingAccessKey): the ARN of the secret is '${arn}'; it must be the ARN of one secret, ` +
          'with six random characters at its end, and without wildcards or policy variables. Import the secret ' +
          'by the complete ARN that Secrets Manager shows. [IncompleteSecretArn]',
      }),
    );
  });

  test('is refused when a wildcard is beside what is not known', () => {
    const stack = newStack();

    const arn = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:*${parameter(stack)}`;

    expect(() => keyIn(arn, stack)).toThrow(expect.objectContaining({ code: 'IncompleteSecretArn' }));
  });

  test.each<[string, (stack: Stack) => string, string]>([
    ['a wildcard', (stack) => Fn.join('', [parameter(stack), ':secret:*']), '…:secret:*'],
    ['no random end', () => late(incomplete), incomplete],
  ])('is refused at synthesis when it shows only then that its ARN has %s', (_what, arn, shown) => {
    const stack = newStack();
    keyIn(arn(stack), stack);

    const problem =
      `Stack/Key (RotatingAccessKey): the ARN of the secret is '${shown}'; it must be the ARN of one ` + 'secret';
    expect(synthError(stack.node.root as App)).toContain(problem);
  });

  test.each(ARNS_OF_ONE_SECRET)('is taken when its ARN has %s', (_what, arn) => {
    const stack = newStack();
    keyIn(arn, stack);

    expect(rendered(stack).broken).toEqual([]);
  });

  test('is taken when its ARN is known in part', () => {
    const stack = newStack();
    keyIn(`arn:aws:secretsmanager:${Aws.REGION}:${Aws.ACCOUNT_ID}:secret:${parameter(stack)}`, stack);

    expect(rendered(stack).broken).toEqual([]);
  });
});

describe('an encryption key', () => {
  const makers: [string, (stack: Stack, keyArn: string) => Partial<RotatingAccessKeyProps>][] = [
    ['of a new secret', (stack, keyArn) => ({ encryptionKey: Key.fromKeyArn(stack, 'EncryptionKey', keyArn) })],
    [
      'of a given secret',
      (stack, keyArn) => {
        const encryptionKey = Key.fromKeyArn(stack, 'EncryptionKey', keyArn);
        const [[, secretCompleteArn]] = ARNS_OF_ONE_SECRET;
        return { secret: Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn, encryptionKey }) };
      },
    ],
  ];

  describe.each(makers)('%s', (_of, props) => {
    function keyWith(stack: Stack, keyArn: string): RotatingAccessKey {
      return newKey(stack, (scope) => new User(scope, 'User'), props(stack, keyArn));
    }

    test.each([
      ['a wildcard', '*'],
      ['a wildcard for a character', '1234?'],
      ['a policy variable', '${aws:username}'],
    ])('is refused when its ARN has %s', (_what, id) => {
      expect(() => keyWith(newStack(), KEY_ARN + id)).toThrow(
        expect.objectContaining({
          code: 'InvalidEncryptionKey',
          message:
            `Stack/Key (RotatingAccessKey): the ARN of the encryption key is '${KEY_ARN}${id}'; it must be the ARN ` +
            'of one key, without wildcards or policy variables. Import the key by the ARN that KMS shows. ' +
            '[InvalidEncryptionKey]',
        }),
      );
    });

    test('is refused at synthesis when a wildcard shows only then', () => {
      const stack = newStack();
      keyWith(stack, Fn.join('/', [parameter(stack), '*']));

      const error = synthError(stack.node.root as App);
      expect(error).toContain("the ARN of the encryption key is '…/*'; it must be the ARN of one key");
    });

    test('is taken when its ARN is that of one key, known or not', () => {
      for (const id of [() => '1234abcd-12ab-34cd-56ef-1234567890ab', parameter]) {
        const stack = newStack();
        keyWith(stack, KEY_ARN + id(stack));

        expect(rendered(stack).broken).toEqual([]);
      }
    });
  });
});

describe('a replica', () => {
  const keyWithReplica = (region: string) =>
    newKey(newStack(), (stack) => new User(stack, 'User'), {
      replicaRegions: [{ region: 'us-east-1' }, { region }],
    });
  const warningsOf = (key: RotatingAccessKey) => key.node.metadata.map(({ data }) => data);

  test.each([
    ['eu-west1', "the replica regions contain 'eu-west1'; each must be the code of a region"],
    ['cn-north-1', 'the replica regions and the region of the stack are in the partitions aws and aws-cn'],
  ])('in %s is refused', (region, problem) => {
    expect(() => keyWithReplica(region)).toThrow(
      expect.objectContaining({
        code: 'InvalidRegions',
        message: expect.stringContaining(`Stack/Key (RotatingAccessKey): ${problem}`),
      }),
    );
  });

  test('in a region that the CDK does not know is a warning', () => {
    expect(warningsOf(keyWithReplica('eu-nowhere-9'))).toEqual([
      expect.stringMatching(
        /the replica regions contain 'eu-nowhere-9', which .+ \[ack: cdk-iam-access-key:unknownRegion\]$/,
      ),
    ]);
    expect(warningsOf(keyWithReplica('eu-west-1'))).toEqual([]);
  });
});

describe('whatever a user is called', () => {
  const inName = 'abzABZ019_+=,.@-';
  const stringOf = (characters: string) => fc.string({ unit: fc.constantFrom(...characters), maxLength: 12 });
  const name = fc.oneof(
    stringOf(inName),
    stringOf(`${inName}*?/:$ {}ü`),
    fc.string(),
    fc.constantFrom('*', '?', '${*}', '${aws:username}', `${PREFIX}mail`, 'b'.repeat(64), 'b'.repeat(65)),
  );
  const path = fc.oneof(
    fc.constant(''),
    stringOf(inName).map((segment) => `${segment}/`),
    stringOf(`${inName}*?/:$ {}!~ü`).map((segment) => `${segment}/`),
    fc.constantFrom('*/', 'te?m/', '${aws:username}/', 'arn:aws:iam::1:user/'),
    fc.constantFrom(510, 511).map((length) => `${'p'.repeat(length)}/`),
  );
  const account = fc.constantFrom(ACCOUNT, ACCOUNT, ACCOUNT, '*', '', '1111');

  type Given = { readonly name: string; readonly path: string; readonly account: string };

  const named = (nameOf: (given: Given, stack: Stack) => string) => (stack: Stack, given: Given) =>
    User.fromUserName(stack, 'User', nameOf(given, stack));
  const userArnOf = (given: Given) => `arn:aws:iam::${given.account}:user/${given.path}${given.name}`;
  const propsOf = (given: Given) => ({ userName: given.name, path: `/${given.path}` });

  const WAYS: Record<string, (stack: Stack, given: Given) => aws_iam.IUserRef> = {
    'by name': named((given) => given.path + given.name),
    'by ARN': (stack, given) => User.fromUserArn(stack, 'User', userArnOf(given)),
    'by attributes': (stack, given) =>
      User.fromUserAttributes(stack, 'User', { userArn: userArnOf({ ...given, account: Aws.ACCOUNT_ID }) }),
    'as a User': (stack, given) => new User(stack, 'User', propsOf(given)),
    'as a CfnUser': (stack, given) => new CfnUser(stack, 'User', propsOf(given)),
    'after a parameter': named((given, stack) => `${parameter(stack)}${given.path}${given.name}`),
    'before a parameter': named((given, stack) => `${given.path}${given.name}${parameter(stack)}`),
    'joined with a parameter': named((given, stack) => Fn.join('', [given.path, given.name, parameter(stack)])),
    'computed late': named((given) => late(given.path + given.name)),
  };
  const examples = [
    ['mail', 'team/'],
    ['*', ''],
    [':', ''],
  ].map((parts): [Given] => [{ name: parts[0], path: parts[1], account: ACCOUNT }]);

  /** An error, or the template of the app. */
  function outcomeOf(stack: Stack, user: aws_iam.IUserRef): ReturnType<typeof rendered> | Error {
    const key = attempt(() => newKey(stack, () => user));
    return key instanceof Error ? key : attempt(() => rendered(stack));
  }

  test.each(Object.entries(WAYS))('%s, it is refused, or the role of the function names one user', (way, makeUser) => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(fc.record({ name, path, account }), (given) => {
        // GIVEN
        const stack = newStack();
        const user = attempt(() => makeUser(stack, given));
        // The CDK refuses some of them.
        fc.pre(!(user instanceof Error));

        // WHEN
        const outcome = outcomeOf(stack, user);

        // THEN
        if (outcome instanceof Error) {
          outcomes.add('refused');
          expect(outcome).toMatchObject(outcome.name === 'AccessKeyError' ? INVALID_USER : PROBLEM_AT_SYNTHESIS);
        } else {
          outcomes.add('taken');
          expect(outcome.broken).toEqual([]);
          const arn = deployed(outcome.resource, outcome.template);
          expect(notOneUser(arn, { isLengthKnown: !way.includes('parameter') })).toEqual([]);
        }
      }),
      { numRuns: 100, examples },
    );

    expect([...outcomes].sort()).toEqual(['refused', 'taken']);
  });
});

/** A problem that shows at synthesis has no code. */
const PROBLEM_AT_SYNTHESIS = { message: expect.stringContaining('[Stack/Key] Stack/Key (RotatingAccessKey): ') };

function attempt<T>(make: () => T): T | Error {
  try {
    return make();
  } catch (error) {
    return error as Error;
  }
}

/**
 * What CloudFormation resolves the resource of a statement to.
 *
 * What is around the parameter may be right for some values only: for those with a path.
 */
function deployed(value: any, template: PolicyTemplate): string {
  const parameters: Record<string, string> = { 'AWS::Partition': 'aws', 'AWS::AccountId': ACCOUNT, Name: 'x/x' };
  if (typeof value === 'string') {
    return value;
  }
  if ('Fn::GetAtt' in value) {
    const { Path, UserName } = template.Resources[value['Fn::GetAtt'][0]].Properties;
    return `arn:aws:iam::${ACCOUNT}:user${Path}${UserName}`;
  }
  const parts: unknown[] | undefined = value['Fn::Join']?.[1];
  return parts === undefined ? parameters[value.Ref] : parts.map((part) => deployed(part, template)).join('');
}

/** What is wrong with an ARN that must be one user's, without the pattern that the constructs use. */
function notOneUser(arn: string, { isLengthKnown }: { isLengthKnown: boolean }): string[] {
  const [scheme, partition, service, region, account, ...rest] = arn.split(':');
  const [type, ...path] = rest.join(':').split('/');
  const name = path.pop() ?? '';
  const wrong: [string, boolean][] = [
    ['prefix', scheme !== 'arn' || partition !== 'aws' || service !== 'iam' || region !== '' || type !== 'user'],
    ['account', account !== ACCOUNT],
    ['name', name === '' || [...name].some((character) => !/[A-Za-z0-9_+=,.@-]/.test(character))],
    ['length', isLengthKnown && (name.length > 64 || `/${path.join('/')}/`.length > 512)],
    ['path', [...path.join('/')].some((character) => character < '!' || character > '~')],
    ['wildcard', ['*', '?', '${'].some((special) => arn.includes(special))],
    ['ARN in an ARN', arn.includes('/arn:')],
  ];
  return wrong.filter(([, isWrong]) => isWrong).map(([what]) => what);
}
