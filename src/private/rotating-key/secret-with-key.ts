import { CustomResource, Fn } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ISecret, SecretTargetAttachment } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, Dependable } from 'constructs';
import { ReadPermission } from './read-permission';
import { secondSchedule } from './sole-owner';
import { AccessKeyError } from '../access-key-error';

/** A key's secret for resources that must not wait for the key: those that create it, and policies. */
export interface StoredSecret {
  readonly secret: ISecret;
  readonly secretArn: string;
  readonly encryptionKey?: IKey;
}

/** The ARN is read here, before `secretWithKey` replaces that of a new secret. */
export function storedSecret(secret: ISecret): StoredSecret {
  return { secret, secretArn: secret.secretArn, encryptionKey: secret.encryptionKey };
}

/** The attribute of the custom resource (src/handler/cloudformation-response.ts). */
const SECRET_ARN = 'SecretArn';

/** No part of a secret's name or ARN. */
const SEPARATOR = '|';

/**
 * The secret for everybody else: CloudFormation deploys a resource that refers to it after the key.
 *
 * Its ARN is an attribute of the custom resource that creates the key, as that of a SecretTargetAttachment is one of
 * the attachment (docs/adr/0014-let-references-to-the-secret-wait-for-the-key.md).
 * Policies name the secret itself: a principal does not wait for the key, which may depend on the principal.
 */
export function secretWithKey(
  key: Construct,
  stored: StoredSecret,
  customResource: CustomResource,
  permission: ReadPermission,
): ISecret {
  const { secret } = stored;
  const secretArn = customResource.getAttString(SECRET_ARN);
  const waiting = secret.node.scope === key ? secret : viewOf(key, secret, secretArn);
  Dependable.implement(waiting, { dependencyRoots: [secret, customResource] });
  return define(waiting, {
    secretArn,
    secretName: Fn.select(0, Fn.split(SEPARATOR, [secret.secretName, secretArn].join(SEPARATOR))),
    arnForPolicies: stored.secretArn,
    grantRead: permission.grantTo.bind(permission),
    addRotationSchedule: (id: string) => {
      throw new AccessKeyError('SecondRotationSchedule', key, secondSchedule(`${waiting.node.path}/${id}`));
    },
  });
}

/** A given secret stays as it is, since its owner refers to it without the key, too. */
function viewOf(key: Construct, secret: ISecret, secretArn: string): ISecret {
  const view = SecretTargetAttachment.fromSecretTargetAttachmentSecretArn(key, 'Secret', secretArn);
  view.node.defaultChild = secret.node.defaultChild;
  return define(view, {
    encryptionKey: secret.encryptionKey,
    addToResourcePolicy: secret.addToResourcePolicy.bind(secret),
  });
}

/** Members of the CDK's own class. A class of this package would lack those that a later CDK adds to ISecret. */
function define(secret: ISecret, members: Record<string, unknown>): ISecret {
  Object.entries(members).forEach(([name, value]) => Object.defineProperty(secret, name, { value, enumerable: true }));
  return secret;
}
