import { App, CfnOutput, CfnParameter, NestedStack, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as fc from 'fast-check';
import { FLAG_SETS } from '../flags';
import { allTemplateBytes } from '../synth';
import { AccessKey } from 'cdk-iam-access-key';

/** What both classes are: the tests build the same app with each. */
type AccessKeyClass = new (scope: Stack, id: string, props: iam.AccessKeyProps) => iam.IAccessKey;

const ACCOUNT = '111111111111';

const user = fc.constantFrom(
  'with a name',
  'without a name',
  'with a path',
  'by name',
  'by ARN',
  'by attributes',
  'by parameter',
);

const key = fc.record({
  id: fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/),
  user: fc.nat(),
  serial: fc.option(fc.oneof(fc.nat(), fc.constant('parameter' as const)), { nil: undefined }),
  status: fc.option(fc.constantFrom(...Object.values(iam.AccessKeyStatus)), { nil: undefined }),
  removalPolicy: fc.option(
    fc.constantFrom(RemovalPolicy.RETAIN, RemovalPolicy.DESTROY, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE),
    { nil: undefined },
  ),
  secret: fc.constantFrom('none', 'text', 'JSON', 'L1'),
  outputOfId: fc.boolean(),
  dependsOnUser: fc.boolean(),
});

const appModel = fc
  .record({
    environment: fc.boolean(),
    nested: fc.boolean(),
    users: fc.array(user, { minLength: 1, maxLength: 5 }),
    keys: fc.uniqueArray(key, {
      minLength: 1,
      maxLength: 10,
      selector: ({ id }) => id.replace(/-/g, '').toLowerCase(),
    }),
  })
  .map((model) => ({ ...model, keys: atMostTwoPerUser(model.keys, model.users.length) }));

type Modelled<A> = A extends fc.Arbitrary<infer T> ? T : never;
type AppModel = Modelled<typeof appModel>;
type KeyModel = Modelled<typeof key>;

/** A third key for a user is no valid app. */
function atMostTwoPerUser(keys: KeyModel[], users: number): KeyModel[] {
  const owned = keys.map((model) => ({ ...model, user: model.user % users }));
  return owned.filter(
    (model, index) => owned.slice(0, index).filter((earlier) => earlier.user === model.user).length < 2,
  );
}

function build(AccessKeyOf: AccessKeyClass, model: AppModel, context: Record<string, unknown>): Record<string, string> {
  const app = new App({ context });
  const stack = new Stack(app, 'Stack', model.environment ? { env: { account: ACCOUNT, region: 'eu-central-1' } } : {});
  const scope = model.nested ? new NestedStack(stack, 'Nested') : stack;
  const users = model.users.map((kind, index) => makeUser(scope, kind, index));
  for (const keyModel of model.keys) {
    makeKey(AccessKeyOf, scope, keyModel, users[keyModel.user]);
  }
  return allTemplateBytes(app);
}

function makeUser(scope: Stack, kind: AppModel['users'][number], index: number): iam.IUser {
  const id = `User${index}`;
  const makers: Record<typeof kind, () => iam.IUser> = {
    'with a name': () => new iam.User(scope, id, { userName: `named-${index}` }),
    'without a name': () => new iam.User(scope, id),
    'with a path': () => new iam.User(scope, id, { path: '/team/' }),
    'by name': () => iam.User.fromUserName(scope, id, `imported-${index}`),
    'by ARN': () => iam.User.fromUserArn(scope, id, `arn:aws:iam::${ACCOUNT}:user/team/arn-${index}`),
    'by attributes': () =>
      iam.User.fromUserAttributes(scope, id, { userArn: `arn:aws:iam::${ACCOUNT}:user/attributes-${index}` }),
    'by parameter': () => iam.User.fromUserName(scope, id, new CfnParameter(scope, `${id}Name`).valueAsString),
  };
  return makers[kind]();
}

function makeKey(AccessKeyOf: AccessKeyClass, scope: Stack, model: KeyModel, owner: iam.IUser): void {
  const accessKey = new AccessKeyOf(scope, `Key${model.id}`, {
    user: owner,
    status: model.status,
    serial:
      model.serial === 'parameter'
        ? new CfnParameter(scope, `Serial${model.id}`, { type: 'Number' }).valueAsNumber
        : model.serial,
  });
  if (model.removalPolicy) {
    accessKey.applyRemovalPolicy(model.removalPolicy);
  }
  if (model.outputOfId) {
    new CfnOutput(scope, `Id${model.id}`, { value: accessKey.accessKeyId });
  }
  if (model.dependsOnUser) {
    accessKey.node.addDependency(owner);
  }
  keepSecret(scope, model, accessKey);
}

function keepSecret(scope: Stack, { id, secret }: KeyModel, { secretAccessKey, accessKeyId }: iam.IAccessKey): void {
  const keepers: Record<typeof secret, () => unknown> = {
    none: () => undefined,
    text: () => new secretsmanager.Secret(scope, `Secret${id}`, { secretStringValue: secretAccessKey }),
    JSON: () =>
      new secretsmanager.Secret(scope, `Secret${id}`, {
        secretObjectValue: { accessKeyId: SecretValue.unsafePlainText(accessKeyId), secretAccessKey },
      }),
    L1: () =>
      new secretsmanager.CfnSecret(scope, `Secret${id}`, {
        secretString: scope.toJsonString({ accessKeyId, secret: secretAccessKey.unsafeUnwrap() }),
      }),
  };
  keepers[secret]();
}

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  test('for every valid app, the template is that of aws_iam.AccessKey byte for byte', () => {
    fc.assert(
      fc.property(appModel, (model) => {
        expect(build(AccessKey, model, context)).toEqual(build(iam.AccessKey, model, context));
      }),
      { numRuns: 60 },
    );
  });
});
