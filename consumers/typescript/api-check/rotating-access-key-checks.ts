import assert from 'node:assert/strict';
import { Duration, aws_iam as iam, aws_kms as kms, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import { type Checks, type SameNames, publicNames, stack, user } from './checks';
import {
  assertEnvironment,
  rotatingKeyChecks,
  type RotatingKeyMembers,
  type RotatingKeyProps,
} from './rotating-key-checks';
import * as packageExports from 'cdk-iam-access-key';
import {
  AccessKey,
  KeyRotation,
  RotatingAccessKey,
  RotatingKeyGrants,
  type AccessKeyFieldNames,
  type KeyRotationOptions,
  type RotatingAccessKeyProps,
} from 'cdk-iam-access-key';

function key(id: string, props: Partial<RotatingAccessKeyProps> = {}): RotatingAccessKey {
  return new RotatingAccessKey(stack, id, { user: user(), ...props });
}

function days({ interval, overlap, recoveryWindow, maxAge }: KeyRotation): (number | undefined)[] {
  return [interval, overlap, recoveryWindow, maxAge].map((duration) => duration?.toDays());
}

export const rotatingAccessKeyChecks: Checks = [
  [
    'the package exports six classes, and no other value',
    () => {
      const classes = [
        'AccessKey',
        'AccessKeySecret',
        'KeyRotation',
        'RotatingAccessKey',
        'RotatingKeyGrants',
        'SesSmtpCredentials',
      ];
      assert.deepEqual(Object.keys(packageExports).sort(), classes);
    },
  ],
  [
    'RotatingAccessKey, its props, KeyRotation and the grants have these names',
    () => {
      const members: SameNames<RotatingAccessKey, Record<RotatingKeyMembers, unknown>> = true;
      const props: SameNames<RotatingAccessKeyProps, Record<RotatingKeyProps | 'user' | 'fieldNames', unknown>> = true;
      const rotation: SameNames<
        KeyRotation,
        Record<'interval' | 'overlap' | 'recoveryWindow' | 'maxAge', unknown>
      > = true;
      const factories: SameNames<typeof KeyRotation, Record<'prototype' | 'every' | 'onDemand', unknown>> = true;
      const grants: SameNames<RotatingKeyGrants, Record<'read' | 'readByUser' | 'rotate' | 'revoke', unknown>> = true;
      assert.ok(members && props && rotation && factories && grants);
      assert.deepEqual(publicNames(RotatingKeyGrants.prototype), [
        'constructor',
        'read',
        'readByUser',
        'revoke',
        'rotate',
      ]);
    },
  ],
  [
    'KeyRotation.every and .onDemand have the documented defaults',
    () => {
      assert.deepEqual(days(KeyRotation.every(Duration.days(60))), [60, 14, 7, 90]);
      assert.deepEqual(days(KeyRotation.onDemand()), [undefined, 14, 7, 90]);
    },
  ],
  [
    'KeyRotation.every and .onDemand take an overlap, a recovery window and a maximum age',
    () => {
      const options: KeyRotationOptions = {
        overlap: Duration.days(3),
        recoveryWindow: Duration.days(2),
        maxAge: Duration.days(40),
      };
      assert.deepEqual(days(KeyRotation.every(Duration.days(30), options)), [30, 3, 2, 40]);
      assert.deepEqual(days(KeyRotation.onDemand(options)), [undefined, 3, 2, 40]);
    },
  ],
  [
    'the compiler refuses to make, extend or change a KeyRotation, and to make grants',
    () => {
      // @ts-expect-error the constructor is private
      assert.ok(() => new KeyRotation(undefined, {}));
      // @ts-expect-error a class with a private constructor cannot be extended
      assert.ok(() => class extends KeyRotation {});
      assert.ok(() => {
        // @ts-expect-error overlap is read-only
        KeyRotation.onDemand().overlap = Duration.days(0);
      });
      // @ts-expect-error so is the constructor of the grants
      assert.ok(() => new RotatingKeyGrants());
    },
  ],
  [
    'a user is enough for a RotatingAccessKey, and an imported user and a CfnUser fit',
    () => {
      const owner = user();
      assert.equal(key('Only', { user: owner }).user, owner);
      key('OfImported', { user: iam.User.fromUserName(stack, 'ImportedUser', 'alice') });
      key('OfCfn', { user: new iam.CfnUser(stack, 'CfnUserToRotate') });
    },
  ],
  ...rotatingKeyChecks(RotatingAccessKey, key),
  [
    'RotatingAccessKey takes the names of its fields',
    () => {
      const fieldNames: AccessKeyFieldNames = { accessKeyId: 'id', secretAccessKey: 'secret', userName: 'user' };
      assertEnvironment(
        (ownStack) => new RotatingAccessKey(ownStack, 'Key', { user: new iam.User(ownStack, 'User'), fieldNames }),
        {
          FIELD_NAMES: JSON.stringify(fieldNames),
        },
      );
    },
  ],
  [
    'isRotatingAccessKey tells it from an AccessKey',
    () => {
      assert.equal(RotatingAccessKey.isRotatingAccessKey(key('Rotating')), true);
      assert.equal(RotatingAccessKey.isRotatingAccessKey(new AccessKey(stack, 'NotRotating', { user: user() })), false);
    },
  ],
  [
    'a missing user is refused by RotatingAccessKey too',
    () => {
      assert.throws(
        // @ts-expect-error user is required
        () => new RotatingAccessKey(stack, 'NoUserToRotate', {}),
        { name: 'AccessKeyError', code: 'InvalidUser' },
      );
    },
  ],
  [
    'an interval too long for its greatest age is refused',
    () => {
      assert.throws(() => key('TooLong', { rotation: KeyRotation.every(Duration.days(80)) }), {
        name: 'AccessKeyError',
        message:
          'Stack/TooLong (RotatingAccessKey): the interval is 80 days and the overlap is 14 days; interval, ' +
          'overlap and one day for a late rotation must not exceed the maximum age of 90 days, so the interval ' +
          'must be at most 75 days. Shorten the interval or the overlap, or set a longer maximum age. ' +
          '[InvalidRotation]',
      });
    },
  ],
  [
    'an encryption key for a given secret is refused',
    () => {
      const secret = new secretsmanager.Secret(stack, 'Encrypted');
      assert.throws(() => key('TwoSecrets', { secret, encryptionKey: new kms.Key(stack, 'Encrypting') }), {
        name: 'AccessKeyError',
        message:
          'Stack/TwoSecrets (RotatingAccessKey): an encryption key and a secret are both passed; an encryption key ' +
          'can be passed for a new secret only. Omit the secret, or set an encryption key where the secret is ' +
          'created. [SettingOfGivenSecret]',
      });
    },
  ],
];
