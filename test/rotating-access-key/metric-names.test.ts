import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Dashboard, GraphWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { User } from 'aws-cdk-lib/aws-iam';
import { Wiring } from '../wiring';
import { RotatingAccessKey } from 'cdk-iam-access-key';

const OWN_NAME = { Ref: 'AWS::StackName' };
const EUROPE = { account: '111111111111', region: 'eu-central-1' };
const MONITORING = { account: '222222222222', region: 'eu-central-1' };
const AMERICA = { account: '222222222222', region: 'us-east-1' };

function newKey(stack: Stack): RotatingAccessKey {
  return new RotatingAccessKey(stack, 'Key', { user: User.fromUserName(stack, 'User', 'bob') });
}

function alarmOn(key: RotatingAccessKey, stack: Stack): void {
  key.metricKeyAge().createAlarm(stack, 'Alarm', { threshold: 75, evaluationPeriods: 1 });
}

/** What the function publishes under. */
function published(stack: Stack): unknown {
  return new Wiring(stack).only('AWS::Lambda::Function').Properties.Environment.Variables.METRIC_KEY;
}

/** What an alarm looks at. A metric of another account is one of a list. */
function watched(stack: Stack): unknown {
  const { Dimensions, Metrics } = new Wiring(stack).only('AWS::CloudWatch::Alarm').Properties;
  return (Dimensions ?? Metrics[0].MetricStat.Metric.Dimensions)[0].Value;
}

/** The parameters of the one nested stack of a stack, by their names in the nested one. */
function parametersOf(stack: Stack, n = 0): Record<string, unknown> {
  return new Wiring(stack).all('AWS::CloudFormation::Stack')[n].Properties.Parameters;
}

const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

/** CloudFormation names a nested stack in its ARN: `arn:...:stack/<name>/<id>`. */
const nameOf = (arn: unknown) => ({ 'Fn::Select': [1, { 'Fn::Split': ['/', arn] }] });

test('the function and an alarm in its stack name the stack as it is deployed', () => {
  const stack = new Stack(new App(), 'Stack');
  alarmOn(newKey(stack), stack);

  expect(published(stack)).toEqual(joined(OWN_NAME, '/Key'));
  expect(watched(stack)).toEqual(joined(OWN_NAME, '/Key'));
});

test.each<[string, (app: App) => [Stack, Stack], string]>([
  ['of the same account', (app) => [new Stack(app, 'Keys'), new Stack(app, 'Alarms')], 'Keys'],
  [
    'of another account',
    (app) => [new Stack(app, 'Keys', { env: EUROPE }), new Stack(app, 'Alarms', { env: MONITORING })],
    'Keys',
  ],
  [
    'that knows it by a given name',
    (app) => [new Stack(app, 'Keys', { stackName: 'production-keys' }), new Stack(app, 'Alarms')],
    'production-keys',
  ],
  [
    'of its stage',
    (app) => {
      const stage = new Stage(app, 'Production');
      return [new Stack(stage, 'Keys'), new Stack(stage, 'Alarms')];
    },
    'Production-Keys',
  ],
])('an alarm in a stack %s names the stack as the app deploys it, without an export', (_, stacksOf, name) => {
  const [keys, alarms] = stacksOf(new App());
  alarmOn(newKey(keys), alarms);

  expect(keys.stackName).toBe(name);
  expect(watched(alarms)).toBe(`${name}/Key`);
  expect(published(keys)).toEqual(joined(OWN_NAME, '/Key'));
  expect(alarms.dependencies).toEqual([]);
});

describe('of a key in a nested stack', () => {
  const parent = new Stack(new App(), 'Parent');
  const nested = new NestedStack(parent, 'Nested');
  const sibling = new NestedStack(parent, 'Sibling');
  const inner = new NestedStack(nested, 'Inner');
  const other = new Stack(parent.node.root, 'Other');
  const key = newKey(nested);
  [parent, nested, sibling, inner, other].forEach((stack) => alarmOn(key, stack));
  const arn = { Ref: parent.getLogicalId(nested.nestedStackResource!) };

  test('the function and an alarm beside it name the nested stack', () => {
    expect(published(nested)).toEqual(joined(OWN_NAME, '/Key'));
    expect(watched(nested)).toEqual(joined(OWN_NAME, '/Key'));
  });

  test('an alarm in the parent names it by its ARN', () => {
    expect(watched(parent)).toEqual(joined(nameOf(arn), '/Key'));
  });

  test('an alarm in a sibling gets the ARN as a parameter', () => {
    const [[name, value]] = Object.entries(parametersOf(parent, 1));

    expect(value).toEqual(arn);
    expect(watched(sibling)).toEqual(joined(nameOf({ Ref: name }), '/Key'));
  });

  test('an alarm in a stack nested in it gets its name as a parameter', () => {
    const [[name, value]] = Object.entries(parametersOf(nested));

    expect(value).toEqual(OWN_NAME);
    expect(watched(inner)).toEqual(joined({ Ref: name }, '/Key'));
  });

  test('an alarm in another stack imports the ARN', () => {
    const imported = { 'Fn::ImportValue': expect.stringMatching(/^Parent:ExportsOutput/) };

    expect(watched(other)).toEqual(joined(nameOf(imported), '/Key'));
  });
});

test('of a key in a stack with nested ones, an alarm in one of them gets the name as a parameter', () => {
  const parent = new Stack(new App(), 'Parent');
  const nested = new NestedStack(parent, 'Nested');
  alarmOn(newKey(parent), nested);

  const [[name, value]] = Object.entries(parametersOf(parent));
  expect(published(parent)).toEqual(joined(OWN_NAME, '/Key'));
  expect(value).toEqual(OWN_NAME);
  expect(watched(nested)).toEqual(joined({ Ref: name }, '/Key'));
});

test('a dashboard of another account and region names the stack as the app deploys it', () => {
  const app = new App();
  const dashboards = new Stack(app, 'Dashboards', { env: AMERICA });
  const key = newKey(new Stack(app, 'Keys', { env: EUROPE }));
  new Dashboard(dashboards, 'Dashboard').addWidgets(new GraphWidget({ left: [key.metricKeyAge()] }));

  const { DashboardBody } = new Wiring(dashboards).only('AWS::CloudWatch::Dashboard').Properties;
  expect(JSON.stringify(DashboardBody)).toContain('\\"KeyAge\\",\\"Key\\",\\"Keys/Key\\"');
});

test('a dashboard names the stack as it is deployed', () => {
  const stack = new Stack(new App(), 'Stack');
  new Dashboard(stack, 'Dashboard').addWidgets(new GraphWidget({ left: [newKey(stack).metricKeyAge()] }));

  const { DashboardBody } = new Wiring(stack).only('AWS::CloudWatch::Dashboard').Properties;
  expect(JSON.stringify(DashboardBody)).toContain('\\"KeyAge\\",\\"Key\\",\\"",{"Ref":"AWS::StackName"},"/Key\\"');
});
