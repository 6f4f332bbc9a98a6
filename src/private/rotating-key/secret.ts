import { Stack } from 'aws-cdk-lib';
import { CfnSecret, ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { RotatingKeyProps } from './rotating-key';
import { AccessKeyError, describeProblem } from '../access-key-error';
import { SECRET_ARN, WITHOUT_WILDCARDS } from '../arns';
import { areKnownAndDiffer } from '../cross-environment';
import { validateEncryptionKey } from '../encryption-key';
import { StringForm, validateString } from '../known-string';
import { validateReplicaRegions } from '../regions';

/** The secret that was given, or a new and empty one. */
export function secretOf(key: Construct, props: RotatingKeyProps): ISecret {
  validateReplicaRegions(key, props.replicaRegions);
  validateEncryptionKey(key, props.encryptionKey);
  const secret = props.secret === undefined ? newSecret(key, props) : givenSecret(key, props, props.secret);
  validateArns(key, secret);
  return secret;
}

function newSecret(key: Construct, { encryptionKey, replicaRegions }: RotatingKeyProps): Secret {
  const secret = new Secret(key, 'Secret', { encryptionKey, replicaRegions });
  // CloudFormation makes a secret empty that says nothing of its value; the CDK would have one generated.
  cfnSecretOf(secret)!.addPropertyDeletionOverride('GenerateSecretString');
  return secret;
}

function givenSecret(key: Construct, props: RotatingKeyProps, secret: ISecret): ISecret {
  refuseSettingsOfNewSecret(key, props);
  refuseIncompleteArn(key, secret);
  refuseOtherEnvironment(key, secret);
  key.node.addValidation({ validate: () => refuseValue(key, secret) });
  return secret;
}

function refuseSettingsOfNewSecret(key: Construct, props: RotatingKeyProps): void {
  const setting = (['encryptionKey', 'replicaRegions'] as const).find((name) => props[name] !== undefined);
  if (setting !== undefined) {
    throw new AccessKeyError('SettingOfGivenSecret', key, {
      got: `${setting} together with secret`,
      expected: `${setting} for a new secret alone`,
      remedy: `leave out secret, or set ${setting} where the secret is made`,
    });
  }
}

/** A step of a rotation names the secret by its ARN, with the random end. The function knows its own secret by that. */
function refuseIncompleteArn(key: Construct, secret: ISecret): void {
  if (secret.secretFullArn === undefined) {
    throw new AccessKeyError('IncompleteSecretArn', key, {
      got: `secret '${secret.node.path}' is known by its name or by a part of its ARN`,
      expected: 'its complete ARN, with the six random characters at its end',
      remedy: 'import it by Secret.fromSecretCompleteArn or Secret.fromSecretAttributes',
    });
  }
}

/** Both are resources of the function's policy, and of those who may read the secret. */
function validateArns(key: Construct, { secretArn, encryptionKey }: ISecret): void {
  validateString(key, secretArn, SECRET_FORM);
  if (encryptionKey !== undefined) {
    validateString(key, encryptionKey.keyArn, ENCRYPTION_KEY_FORM);
  }
}

const SECRET_FORM: StringForm = {
  code: 'IncompleteSecretArn',
  whole: SECRET_ARN,
  part: WITHOUT_WILDCARDS,
  problem: (known) => ({
    got: `the ARN of secret is '${known}'`,
    expected: 'that of one secret, with six random characters at its end, and without wildcards and policy variables',
    remedy: 'import it by Secret.fromSecretCompleteArn with the ARN that Secrets Manager shows',
  }),
};

const ENCRYPTION_KEY_FORM: StringForm = {
  code: 'InvalidEncryptionKey',
  whole: WITHOUT_WILDCARDS,
  part: WITHOUT_WILDCARDS,
  problem: (known) => ({
    got: `the ARN of the encryption key is '${known}'`,
    expected: 'that of one key, without wildcards and policy variables',
    remedy: 'import it by Key.fromKeyArn with the ARN that KMS shows',
  }),
};

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html */
function refuseOtherEnvironment(key: Construct, secret: ISecret): void {
  const stack = Stack.of(key);
  const difference = (['account', 'region'] as const).find((name) => areKnownAndDiffer(secret.env[name], stack[name]));
  if (difference !== undefined) {
    throw new AccessKeyError('SecretInAnotherEnvironment', key, {
      got: `secret '${secret.node.path}' is in ${difference} ${secret.env[difference]}`,
      expected: `one in ${difference} ${stack[difference]}, which stack '${stack.node.path}' is deployed to, as Secrets Manager rotates by a function beside the secret`,
      remedy: 'leave out secret, and set replicaRegions where consumers of other regions need it',
    });
  }
}

/** At synthesis, when the template of the secret is final: a key would overwrite its value, and the next deployment the key. */
function refuseValue(key: Construct, secret: ISecret): string[] {
  const cfnSecret = cfnSecretOf(secret);
  const setting = cfnSecret && ['GenerateSecretString', 'SecretString'].find((name) => propertiesOf(cfnSecret)[name] !== undefined);
  return setting === undefined ? [] : [describeProblem(key, {
    got: `secret '${secret.node.path}' is made with a value (${setting})`,
    expected: 'an empty one',
    remedy: `leave out secret, or delete the property ${setting} of its CfnSecret by addPropertyDeletionOverride`,
  })];
}

/** `undefined`: an imported secret. */
function cfnSecretOf({ node: { defaultChild } }: ISecret): CfnSecret | undefined {
  return CfnSecret.isCfnSecret(defaultChild) ? defaultChild : undefined;
}

/** As the template has them, overrides included. */
function propertiesOf(resource: CfnSecret): Record<string, unknown> {
  const { Resources } = Stack.of(resource).resolve((resource as any)._toCloudFormation());
  const [{ Properties = {} }] = Object.values<any>(Resources);
  return Properties;
}
