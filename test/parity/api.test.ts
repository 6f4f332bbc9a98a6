import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as importedCdk from 'aws-cdk-lib/package.json';
import {
  ClassType,
  InterfaceType,
  Initializer,
  JSII_REFLECT_SUPPORTED_ASSEMBLY_FEATURES,
  Method,
  Parameter,
  Property,
  TypeSystem,
} from 'jsii-reflect';
import { API_DIFFERENCES } from './differences';
import { packageFolder } from './installed-packages';
import * as importedPackage from 'cdk-iam-access-key/package.json';

/** The same API with our names in place of upstream's, so that the two can be compared as text. */
const OURS_AS_UPSTREAM = /cdk-iam-access-key\.(AccessKey(Props)?)\b/g;

let upstream: TypeSystem;
let ours: TypeSystem;

beforeAll(async () => {
  const options = { validate: false, supportedFeatures: JSII_REFLECT_SUPPORTED_ASSEMBLY_FEATURES };
  upstream = new TypeSystem();
  await upstream.load(packageFolder('aws-cdk-lib'), options);
  ours = new TypeSystem();
  await ours.load(packageFolder('cdk-iam-access-key'), options);
});

test('the assemblies are those of the packages under test', () => {
  const version = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  expect(version(packageFolder('aws-cdk-lib'))).toBe(importedCdk.version);
  expect(version(packageFolder('cdk-iam-access-key'))).toBe(importedPackage.version);
});

test('every member of AccessKey, own and inherited, is that of aws_iam.AccessKey', () => {
  const upstreamApi = describeClass(upstream.findClass('aws-cdk-lib.aws_iam.AccessKey'));

  // What the mission names must be among what is compared, or the comparison compares nothing.
  expect(Object.keys(upstreamApi)).toEqual(
    expect.arrayContaining([
      'AccessKey.accessKeyId',
      'AccessKey.secretAccessKey',
      'AccessKey.accessKeyRef',
      'AccessKey.env',
      'AccessKey.node',
      'AccessKey.stack',
      'AccessKey.applyRemovalPolicy',
      'AccessKey.toString',
      'AccessKey.with',
      'AccessKey.isConstruct',
      'AccessKey.isOwnedResource',
      'AccessKey.isResource',
      'AccessKey.PROPERTY_INJECTION_ID',
      'AccessKey.constructor',
      'AccessKey.bases',
    ]),
  );
  expect(describeClass(ours.findClass('cdk-iam-access-key.AccessKey'))).toEqual(withDifferences(upstreamApi));
});

test('every member of AccessKeyProps is that of aws_iam', () => {
  const upstreamApi = describeInterface(upstream.findInterface('aws-cdk-lib.aws_iam.AccessKeyProps'));

  expect(Object.keys(upstreamApi)).toEqual(
    expect.arrayContaining(['AccessKeyProps.user', 'AccessKeyProps.serial', 'AccessKeyProps.status']),
  );
  expect(describeInterface(ours.findInterface('cdk-iam-access-key.AccessKeyProps'))).toEqual(
    withDifferences(upstreamApi),
  );
});

test('every user that aws_iam.AccessKey accepts is accepted', () => {
  const user = upstream.findInterface('aws-cdk-lib.aws_iam.IUser');

  expect(user.getInterfaces(true).map(({ fqn }) => fqn)).toContain('aws-cdk-lib.interfaces.aws_iam.IUserRef');
});

test('nothing is exported but the names of the design', () => {
  const assembly = ours.findAssembly('cdk-iam-access-key');

  expect(assembly.allTypes.map(({ name }) => name).sort()).toEqual([
    'AccessKey',
    'AccessKeyFieldNames',
    'AccessKeyProps',
    'AccessKeySecret',
    'AccessKeySecretProps',
    'IRotatingKey',
    'KeyRotation',
    'KeyRotationOptions',
    'RotatingAccessKey',
    'RotatingAccessKeyProps',
    'RotatingKeyGrants',
    'SesSmtpCredentials',
    'SesSmtpCredentialsProps',
    'SesSmtpFieldNames',
  ]);
});

test.each(['KeyRotation', 'RotatingKeyGrants'])('no language can construct %s, or extend it', (name) => {
  const type = ours.findClass(`cdk-iam-access-key.${name}`);

  expect(type.initializer).toBeUndefined();
  expect(type.abstract).toBe(false);
});

test('the members of what rotates are those that the design names', () => {
  const members = ['RotatingAccessKey', 'RotatingKeyGrants', 'SesSmtpCredentials', 'KeyRotation'].flatMap((name) => {
    const type = ours.findClass(`cdk-iam-access-key.${name}`);
    return [...type.ownProperties, ...type.ownMethods].map((member) => `${name}.${member.name}`);
  });

  expect(members.sort()).toEqual([
    'KeyRotation.every',
    'KeyRotation.interval',
    'KeyRotation.maxAge',
    'KeyRotation.onDemand',
    'KeyRotation.overlap',
    'KeyRotation.recoveryWindow',
    'RotatingAccessKey.PROPERTY_INJECTION_ID',
    'RotatingAccessKey.applyRemovalPolicy',
    'RotatingAccessKey.grants',
    'RotatingAccessKey.handler',
    'RotatingAccessKey.isRotatingAccessKey',
    'RotatingAccessKey.logGroup',
    'RotatingAccessKey.metricBlockedByUnmanagedKey',
    'RotatingAccessKey.metricKeyAge',
    'RotatingAccessKey.metricReplacedKeyInUse',
    'RotatingAccessKey.metricRotationFailures',
    'RotatingAccessKey.secret',
    'RotatingAccessKey.user',
    'RotatingKeyGrants.read',
    'RotatingKeyGrants.readByUser',
    'RotatingKeyGrants.revoke',
    'RotatingKeyGrants.rotate',
    'SesSmtpCredentials.PROPERTY_INJECTION_ID',
    'SesSmtpCredentials.applyRemovalPolicy',
    'SesSmtpCredentials.grants',
    'SesSmtpCredentials.handler',
    'SesSmtpCredentials.isSesSmtpCredentials',
    'SesSmtpCredentials.logGroup',
    'SesSmtpCredentials.metricBlockedByUnmanagedKey',
    'SesSmtpCredentials.metricKeyAge',
    'SesSmtpCredentials.metricReplacedKeyInUse',
    'SesSmtpCredentials.metricRotationFailures',
    'SesSmtpCredentials.secret',
    'SesSmtpCredentials.user',
  ]);
});

test('every difference in the table is one, and has a reason', () => {
  const api = {
    ...describeClass(upstream.findClass('aws-cdk-lib.aws_iam.AccessKey')),
    ...describeInterface(upstream.findInterface('aws-cdk-lib.aws_iam.AccessKeyProps')),
  };
  for (const [member, difference] of Object.entries(API_DIFFERENCES)) {
    expect(api[member]).toBe(difference.upstream);
    expect(difference.ours).not.toBe(difference.upstream);
    expect(difference.reason).not.toBe('');
  }
});

type Api = Record<string, string>;

function withDifferences(api: Api): Api {
  const differing = Object.entries(API_DIFFERENCES).filter(([member]) => member in api);
  return { ...api, ...Object.fromEntries(differing.map(([member, { ours: changed }]) => [member, changed])) };
}

function describeClass(type: ClassType): Api {
  return {
    ...describeMembers(type),
    [`${type.name}.constructor`]: describeMember(type.initializer!),
    [`${type.name}.base`]: `${type.base?.fqn}`,
  };
}

function describeInterface(type: InterfaceType): Api {
  return { ...describeMembers(type), [`${type.name}.isDataType`]: `${type.isDataType()}` };
}

function describeMembers(type: ClassType | InterfaceType): Api {
  const members = [...type.allProperties, ...type.allMethods];
  return {
    ...Object.fromEntries(members.map((member) => [`${type.name}.${member.name}`, describeMember(member)])),
    [`${type.name}.bases`]: type
      .getInterfaces(true)
      .map(({ fqn }) => fqn)
      .sort()
      .join(', '),
  };
}

function describeMember(member: Property | Method | Initializer): string {
  const text = member instanceof Property ? describeProperty(member) : describeCallable(member);
  const modifiers = [
    member.protected ? 'protected ' : '',
    isStatic(member) ? 'static ' : '',
    member.abstract ? 'abstract ' : '',
  ].join('');
  return `${modifiers}${text}`.replace(OURS_AS_UPSTREAM, 'aws-cdk-lib.aws_iam.$1');
}

function isStatic(member: Property | Method | Initializer): boolean {
  return !(member instanceof Initializer) && member.static;
}

function describeProperty(property: Property): string {
  return (
    `${property.name}${property.optional ? '?' : ''}: ` +
    `${property.immutable ? 'readonly ' : ''}${property.type}${property.const ? ' const' : ''}`
  );
}

function describeCallable(callable: Method | Initializer): string {
  const result = callable instanceof Method ? `: ${optional(callable.returns)}${callable.returns.type}` : '';
  return `${callable.name}(${callable.parameters.map(describeParameter).join(', ')})${result}`;
}

function describeParameter(parameter: Parameter): string {
  return `${parameter.variadic ? '...' : ''}${parameter.name}${optional(parameter)}: ${parameter.type}`;
}

function optional(value: { optional?: boolean }): string {
  return value.optional ? '?' : '';
}
