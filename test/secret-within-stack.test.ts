import { App, CfnOutput, Fn, NestedStack, SecretValue, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { User } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { FLAG_SETS } from './flags';
import { synthError } from './synth';
import { AccessKey } from 'cdk-iam-access-key';

const GET_ATT = { 'Fn::GetAtt': ['Key961B73FD', 'SecretAccessKey'] };
const REMEDY = 'Store the secret access key in a Secret in the stack of the access key, and pass that Secret';

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  function newApp(): App {
    return new App({ context });
  }

  function newKey(stack: Stack): AccessKey {
    return new AccessKey(stack, 'Key', { user: new User(stack, 'User') });
  }

  /** Ways to use the secret: wrapped, and after `unsafeUnwrap()` in each shape that a string takes. */
  const uses: [string, (stack: Stack, secret: SecretValue) => void][] = [
    ['as the value of a Secret', (stack, secret) => new Secret(stack, 'Use', { secretStringValue: secret })],
    ['as a field of a Secret', (stack, secret) => new Secret(stack, 'Use', { secretObjectValue: { key: secret } })],
    ['unwrapped', (stack, secret) => new CfnSecret(stack, 'Use', { secretString: secret.unsafeUnwrap() })],
    [
      'unwrapped within a string',
      (stack, secret) => new CfnSecret(stack, 'Use', { secretString: `key=${secret.unsafeUnwrap()}` }),
    ],
    [
      'unwrapped within Fn.join',
      (stack, secret) => new CfnSecret(stack, 'Use', { secretString: Fn.join('', ['a', secret.unsafeUnwrap()]) }),
    ],
    [
      'unwrapped within Fn.sub',
      (stack, secret) => new CfnSecret(stack, 'Use', { secretString: Fn.sub('${s}', { s: secret.unsafeUnwrap() }) }),
    ],
    [
      'unwrapped within JSON',
      (stack, secret) =>
        new CfnSecret(stack, 'Use', { secretString: stack.toJsonString({ key: secret.unsafeUnwrap() }) }),
    ],
    [
      'unwrapped within base64',
      (stack, secret) => new CfnSecret(stack, 'Use', { secretString: Fn.base64(secret.unsafeUnwrap()) }),
    ],
    [
      'wrapped again',
      (stack, secret) =>
        new Secret(stack, 'Use', { secretStringValue: SecretValue.resourceAttribute(secret.unsafeUnwrap()) }),
    ],
    [
      'in the environment of a function',
      (stack, secret) =>
        new Function(stack, 'Use', {
          runtime: Runtime.NODEJS_LATEST,
          handler: 'index.handler',
          code: Code.fromInline('-'),
          environment: { KEY: secret.unsafeUnwrap() },
        }),
    ],
  ];

  test.each(uses)('the secret used %s renders in its own stack', (_use, use) => {
    const stack = new Stack(newApp(), 'Stack');
    const key = newKey(stack);

    use(stack, key.secretAccessKey);

    expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('"SecretAccessKey"');
    expect(Template.fromStack(stack).findOutputs('*')).toEqual({});
  });

  test('the secret is a reference to the attribute of the key', () => {
    const stack = new Stack(newApp(), 'Stack');

    expect(stack.resolve(newKey(stack).secretAccessKey.unsafeUnwrap())).toEqual(GET_ATT);
  });

  test.each(uses)('the secret used %s in another stack is refused', (_use, use) => {
    const app = newApp();
    const key = newKey(new Stack(app, 'Producer'));

    use(new Stack(app, 'Consumer'), key.secretAccessKey);

    expect(synthError(app)).toMatch(
      new RegExp(
        "Producer/Key \\(AccessKey\\): its secret access key is used in stack 'Consumer', by 'Consumer/Use[^']*'; it " +
          "must be used in its own stack 'Producer' only, because CloudFormation would publish it in a plain-text " +
          'output. ' +
          REMEDY,
      ),
    );
  });

  const crossings: [string, (app: App) => { producer: Stack; consumer: Stack }][] = [
    [
      'into a nested stack',
      (app) => {
        const producer = new Stack(app, 'Producer');
        return { producer, consumer: new NestedStack(producer, 'Nested') };
      },
    ],
    [
      'out of a nested stack',
      (app) => {
        const consumer = new Stack(app, 'Parent');
        return { producer: new NestedStack(consumer, 'Nested'), consumer };
      },
    ],
    [
      'between nested stacks',
      (app) => {
        const parent = new Stack(app, 'Parent');
        return { producer: new NestedStack(parent, 'Nested1'), consumer: new NestedStack(parent, 'Nested2') };
      },
    ],
    [
      'within a stage',
      (app) => {
        const stage = new Stage(app, 'Stage');
        return { producer: new Stack(stage, 'Producer'), consumer: new Stack(stage, 'Consumer') };
      },
    ],
    [
      'between stages',
      (app) => ({
        producer: new Stack(new Stage(app, 'Stage1'), 'Producer'),
        consumer: new Stack(new Stage(app, 'Stage2'), 'Consumer'),
      }),
    ],
    [
      'between regions',
      (app) => ({
        producer: new Stack(app, 'Producer', {
          env: { account: '111111111111', region: 'eu-central-1' },
          crossRegionReferences: true,
        }),
        consumer: new Stack(app, 'Consumer', {
          env: { account: '111111111111', region: 'us-east-1' },
          crossRegionReferences: true,
        }),
      }),
    ],
  ];

  test.each(crossings)('the secret is refused in a reference %s', (_way, makeStacks) => {
    const app = newApp();
    const { producer, consumer } = makeStacks(app);
    const key = newKey(producer);

    new CfnSecret(consumer, 'Use', { secretString: key.secretAccessKey.unsafeUnwrap() });

    expect(synthError(app)).toContain(REMEDY);
  });

  test("the key's id and a Secret beside the key may cross stacks, as the error says", () => {
    const app = newApp();
    const producer = new Stack(app, 'Producer');
    const key = newKey(producer);
    const secret = new Secret(producer, 'Secret', { secretStringValue: key.secretAccessKey });
    const consumer = new Stack(app, 'Consumer');

    new StringParameter(consumer, 'Id', { stringValue: key.accessKeyId });
    new StringParameter(consumer, 'Arn', { stringValue: secret.secretArn });

    app.synth();
  });

  test('an output of the secret is refused with its name', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');

    new CfnOutput(stack, 'Leak', { value: newKey(stack).secretAccessKey.unsafeUnwrap() });

    expect(synthError(app)).toContain(
      "Stack/Key (AccessKey): its secret access key is used in the output 'Stack/Leak'; it must not be used in " +
        'outputs, which CloudFormation shows as plain text. ' +
        REMEDY,
    );
  });

  test('an export of the secret is refused', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');

    expect(() => {
      stack.exportValue(newKey(stack).secretAccessKey.unsafeUnwrap());
      app.synth();
    }).toThrow(REMEDY);
  });

  describe('the ways around the guard, which docs/adr/0002-guard-the-secret-when-it-is-resolved.md lists', () => {
    test('the attribute of the L1', () => {
      const app = newApp();
      const key = newKey(new Stack(app, 'Producer'));
      const attribute = (key.node.defaultChild as any).attrSecretAccessKey;

      new CfnSecret(new Stack(app, 'Consumer'), 'Use', { secretString: attribute });

      app.synth();
    });

    test('a value that is resolved early', () => {
      const app = newApp();
      const stack = new Stack(app, 'Stack');

      new CfnOutput(stack, 'Leak', { value: stack.resolve(newKey(stack).secretAccessKey.unsafeUnwrap()) });

      app.synth();
    });

    test('a parameter of a nested stack', () => {
      const app = newApp();
      const stack = new Stack(app, 'Stack');
      const nested = new NestedStack(stack, 'Nested', {
        parameters: { Secret: newKey(stack).secretAccessKey.unsafeUnwrap() },
      });
      new User(nested, 'User');

      app.synth();
    });
  });
});
