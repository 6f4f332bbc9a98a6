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
  // CloudFormation creates an empty secret without this property; by default the CDK has a value generated.
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

const SETTINGS_OF_NEW_SECRET = [
  { prop: 'encryptionKey', name: 'an encryption key' },
  { prop: 'replicaRegions', name: 'replica regions' },
] as const;

function refuseSettingsOfNewSecret(key: Construct, props: RotatingKeyProps): void {
  const setting = SETTINGS_OF_NEW_SECRET.find(({ prop }) => props[prop] !== undefined);
  if (setting !== undefined) {
    throw new AccessKeyError('SettingOfGivenSecret', key, {
      found: `${setting.name} and a secret are both passed`,
      required: `${setting.name} can be passed for a new secret only`,
      remedy: `Omit the secret, or set ${setting.name} where the secret is created`,
    });
  }
}

/** A step of a rotation names the secret by its ARN, with the random end. The function knows its own secret by that. */
function refuseIncompleteArn(key: Construct, secret: ISecret): void {
  if (secret.secretFullArn === undefined) {
    throw new AccessKeyError('IncompleteSecretArn', key, {
      found: `secret '${secret.node.path}' is known by its name or by a part of its ARN`,
      required: 'its complete ARN must be known, with the six random characters at its end',
      remedy: 'Import the secret by its complete ARN',
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
    found: `the ARN of the secret is '${known}'`,
    required:
      'it must be the ARN of one secret, with six random characters at its end, ' +
      'and without wildcards or policy variables',
    remedy: 'Import the secret by the complete ARN that Secrets Manager shows',
  }),
};

const ENCRYPTION_KEY_FORM: StringForm = {
  code: 'InvalidEncryptionKey',
  whole: WITHOUT_WILDCARDS,
  part: WITHOUT_WILDCARDS,
  problem: (known) => ({
    found: `the ARN of the encryption key is '${known}'`,
    required: 'it must be the ARN of one key, without wildcards or policy variables',
    remedy: 'Import the key by the ARN that KMS shows',
  }),
};

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html */
function refuseOtherEnvironment(key: Construct, secret: ISecret): void {
  const stack = Stack.of(key);
  const difference = (['account', 'region'] as const).find((name) => areKnownAndDiffer(secret.env[name], stack[name]));
  if (difference !== undefined) {
    throw new AccessKeyError('SecretInAnotherEnvironment', key, {
      found: `secret '${secret.node.path}' is in ${difference} ${secret.env[difference]}`,
      required:
        `it must be in ${difference} ${stack[difference]}, which stack '${stack.node.path}' is deployed to, ` +
        'because Secrets Manager needs a secret and its rotation function in one account and region',
      remedy: 'Omit the secret, and set replica regions if clients of other regions need it',
    });
  }
}

/**
 * At synthesis, when the template of the secret is final: a key would overwrite its value, and the next deployment the
 * key.
 */
function refuseValue(key: Construct, secret: ISecret): string[] {
  const cfnSecret = cfnSecretOf(secret);
  const setting =
    cfnSecret && ['GenerateSecretString', 'SecretString'].find((name) => propertiesOf(cfnSecret)[name] !== undefined);
  return setting === undefined
    ? []
    : [
        describeProblem(key, 'SecretHasValue', {
          found: `secret '${secret.node.path}' is created with a value (${setting})`,
          required: 'it must be empty',
          remedy: `Omit the secret, or remove ${setting} from its CfnSecret with a property deletion override`,
        }),
      ];
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
