import { Lazy, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Grant, IGrantable, IPrincipal, PolicyStatement, principalIsOwnedResource } from 'aws-cdk-lib/aws-iam';
import { ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { DECRYPT_ACTION, decryptionStatements, READ_ACTIONS, viaSecretsManager } from './permissions';
import { accountOf, dropsStatements, isImmutable, nameOf, stackOf } from './principals';
import type { Reader } from './reader';
import type { StoredSecret } from './secret-with-key';
import { AccessKeyError, warn } from '../access-key-error';
import { canReferTo } from '../cross-environment';

/** The end of a secret's ARN, which is not known before Secrets Manager has created the secret. */
const UNKNOWN_SUFFIX = '-??????';

const READ = READ_ACTIONS.join(' and ');

type Conditions = Record<string, Record<string, unknown>>;

/** A permission that a grant adds. */
export interface Permission {
  readonly action: string;
  readonly resourceArn: string;
  readonly conditions?: Conditions;
}

/**
 * The permission to read a key's secret, and to decrypt it.
 *
 * The CDK's own `grantRead` writes every principal into the policy of the encryption key. So the stack of the key
 * depends on that of the principal, which depends on that of the key (https://github.com/aws/aws-cdk/issues/14213), and
 * the policy breaks when the principal goes. Within an account a policy of the principal suffices.
 */
export class ReadPermission {
  constructor(
    private readonly key: IConstruct,
    private readonly user: aws_iam.IUserRef,
    public readonly stored: StoredSecret,
    public readonly reader: Reader,
    private readonly isReadable: boolean,
  ) {}

  /** The policy of the key's own user stands beside the key. */
  public principalOf({ grantPrincipal }: IGrantable): IPrincipal {
    const principal = grantPrincipal === (this.user as unknown) ? this.reader : grantPrincipal;
    if (principal === this.reader && !this.isReadable) {
      this.warnOfNoEffect();
    }
    return principal;
  }

  public grantTo(grantee: IGrantable, versionStages?: string[]): Grant {
    const principal = this.principalOf(grantee);
    const isOfStage = { 'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': versionStages } };
    const conditions = versionStages && isOfStage;
    if (!this.isOfAnotherAccount(principal)) {
      this.refuseUnnamedSecret(principal);
      const own = this.grantByIdentity(principal, conditions);
      return own.success ? this.warnIfImmutable(principal, own) : this.grantByResources(principal, conditions);
    }
    this.refuseAccountKey(principal);
    if (!principalIsOwnedResource(principal)) {
      this.warnOfOtherSide(principal);
      return this.grantByResources(principal, conditions);
    }
    this.refuseUnnamedSecretInAccount(principal);
    this.refuseUnnamedPrincipal(principal);
    return this.grantByIdentity(principal, conditions).combine(this.grantByResources(principal, conditions));
  }

  private grantByIdentity(principal: IPrincipal, conditions?: Conditions): Grant {
    const secret = { secretArn: this.arnInPolicies, encryptionKey: this.stored.encryptionKey };
    const stack = stackOf(principal);
    const isElsewhere = stack !== undefined && !this.isArnKnownIn(stack);
    decryptionStatements(this.key, secret, isElsewhere).forEach((statement) =>
      principal.addToPrincipalPolicy(statement),
    );
    return Grant.addToPrincipal({
      grantee: principal,
      actions: READ_ACTIONS,
      resourceArns: [secret.secretArn],
      conditions,
    });
  }

  /**
   * The secret names its encryption key, so the policy of that key cannot name the secret. A principal that it allows
   * to decrypt needs the permission to read, too.
   */
  private grantByResources(principal: IPrincipal, conditions?: Conditions): Grant {
    const { secret, secretArn, encryptionKey } = this.stored;
    const grant = { grantee: principal, actions: READ_ACTIONS, resourceArns: [secretArn] };
    const statement = new PolicyStatement({
      actions: READ_ACTIONS,
      resources: [secretArn],
      principals: [principal],
      conditions,
    });
    const decryption = new PolicyStatement({
      actions: [DECRYPT_ACTION],
      resources: ['*'],
      principals: [new ViaServicePrincipal(viaSecretsManager(this.key), principal)],
    });
    const added = secret.addToResourcePolicy(statement);
    const isKeyClosed = encryptionKey?.addToResourcePolicy(decryption).statementAdded === false;
    const closed = [added.statementAdded ? undefined : secret, isKeyClosed ? encryptionKey : undefined];
    this.refuseClosedPolicies(
      principal,
      closed.filter((resource) => resource !== undefined),
    );
    const resource = { env: secret.env, addToResourcePolicy: () => added };
    return Grant.addStatementToResourcePolicy({ ...grant, resource, statement });
  }

  /** A stack of another environment refers to a secret of this app by its name. */
  private get arnInPolicies(): string {
    const { secret, secretArn } = this.stored;
    const arnIn = (stack: Stack) => (this.isArnKnownIn(stack) ? secretArn : secretArn + UNKNOWN_SUFFIX);
    const arn = Lazy.uncachedString({ produce: ({ scope }) => arnIn(Stack.of(scope)) });
    return Secret.isSecret(secret) ? arn : secretArn;
  }

  private isArnKnownIn(stack: Stack): boolean {
    const own = Stack.of(this.stored.secret);
    return stack.account === own.account && (stack.region === own.region || stack._crossRegionReferences);
  }

  /**
   * An account that is not known counts as that of the secret, if the principal has a policy of its own: CloudFormation
   * attaches this policy in the account of the stack.
   */
  private isOfAnotherAccount(principal: IPrincipal): boolean {
    const account = accountOf(principal);
    const own = this.stored.secret.env.account;
    return account !== undefined && Token.compareStrings(account, own) === TokenComparison.DIFFERENT;
  }

  /** https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html */
  private refuseAccountKey(principal: IPrincipal): void {
    if (this.stored.encryptionKey === undefined) {
      throw new AccessKeyError('InvalidGrantee', this.key, {
        found: `grants.read names ${principal} of another account, and no encryption key of the secret is known`,
        required:
          'the secret must have a customer managed key, because no other account can use the AWS managed key ' +
          'aws/secretsmanager',
        remedy: 'Pass an encryption key, or a secret that has one',
      });
    }
  }

  private refuseUnnamedSecretInAccount(principal: IPrincipal): void {
    if (this.isUnnamedFor(principal)) {
      throw new AccessKeyError('InvalidGrantee', this.key, {
        found:
          `grants.read names ${principal} of a stack in another account, ` +
          `which cannot refer to the ${this.kindOfSecret}`,
        required: 'the secret must have a name',
        remedy: 'Pass a Secret with a name and an encryption key',
      });
    }
  }

  private refuseUnnamedSecret(principal: IPrincipal): void {
    if (this.isUnnamedFor(principal)) {
      throw new AccessKeyError('InvalidGrantee', this.key, {
        found:
          `grants.read names ${principal} of a stack in another environment, ` +
          `which cannot refer to the ${this.kindOfSecret}`,
        required:
          `the principal must be in the environment of stack '${Stack.of(this.key).node.path}', ` +
          'or the secret must have a name',
        remedy:
          'Create or import the principal in a stack of that environment, ' +
          'enable cross-region references on both stacks, or pass a Secret with a name',
      });
    }
  }

  private isUnnamedFor(principal: IPrincipal): boolean {
    const stack = stackOf(principal);
    return stack !== undefined && !canReferTo(stack, this.stored.secretArn);
  }

  private get kindOfSecret(): string {
    return this.stored.secret.node.scope === this.key ? 'new secret' : 'secret, which has no name';
  }

  /** The resource policies of the key's stack name it. */
  private refuseUnnamedPrincipal(principal: IPrincipal): void {
    const { AWS: arns = [] } = principal.policyFragment.principalJson;
    if ([arns].flat().some((arn) => !canReferTo(Stack.of(this.key), arn))) {
      throw new AccessKeyError('InvalidGrantee', this.key, {
        found: `grants.read names ${principal} of a stack in another account, and the principal has no name`,
        required: 'the principal must have a name, because the resource policies refer to it by its name',
        remedy: 'Set the name of the role or user',
      });
    }
  }

  private refuseClosedPolicies(principal: IPrincipal, closed: IConstruct[]): void {
    if (closed.length > 0) {
      const paths = closed.map(({ node }) => `'${node.path}'`).join(' and ');
      throw new AccessKeyError('InvalidGrantee', this.key, {
        found: `grants.read must add ${principal} to the resource policy of ${paths}, which is imported`,
        required:
          'the principal must be of this account and have policies of its own, ' +
          'or the secret and its encryption key must be created by this app',
        remedy:
          `Instead of grants.read, allow the principal ${READ} in the resource policy of the secret, ` +
          `and ${DECRYPT_ACTION} in the policy of its encryption key`,
      });
    }
  }

  /** The function and the secret have no resource policy that could name it. */
  public refuseOtherAccount(method: string, principal: IPrincipal): void {
    if (this.isOfAnotherAccount(principal)) {
      throw new AccessKeyError('InvalidGrantee', this.key, {
        found: `grants.${method} names ${principal} of account ${accountOf(principal)}`,
        required: `the principal must be of account ${this.stored.secret.env.account}, as the access key is`,
        remedy: 'Name a role of this account, and allow the other account to assume it',
      });
    }
  }

  /** Otherwise the error comes at synthesis, and says that the function needs a name, which it cannot be given. */
  public refuseOtherEnvironment(method: string, principal: IPrincipal, resourceArn: string): void {
    const stack = stackOf(principal);
    if (stack !== undefined && !canReferTo(stack, resourceArn)) {
      throw new AccessKeyError('InvalidGrantee', this.key, {
        found:
          `grants.${method} names ${principal} of a stack in another environment, ` +
          'which cannot refer to the function',
        required: `the principal must be in the environment of stack '${Stack.of(this.key).node.path}'`,
        remedy:
          'Create or import the principal in a stack of that environment, ' +
          'or enable cross-region references on both stacks',
      });
    }
  }

  /** The CDK would report the permissions as granted. */
  public refuseDroppedStatements(method: string, principal: IPrincipal, permissions: Permission[]): void {
    if (dropsStatements(principal)) {
      this.refuseWithoutPolicy(method, principal, permissions);
    }
  }

  public refuseWithoutPolicy(method: string, principal: IPrincipal, permissions: Permission[]): void {
    const actions = permissions.map(({ action }) => action).join(' and ');
    throw new AccessKeyError('InvalidGrantee', this.key, {
      found: `grants.${method} names ${nameOf(principal)}, which has no policy that this app can change`,
      required: 'the principal must be a role, a user or a group whose policies this app can change',
      remedy: `Name another principal, or allow this one ${actions} where its policies are`,
    });
  }

  /** No client can sign with a secret access key that is not stored. */
  private warnOfNoEffect(): void {
    warn(this.key, 'readByUserWithoutEffect', {
      found:
        'a grant to the user of the credentials has no effect, ' +
        'because the secret access key of the user is not stored',
      required: 'the principal must have credentials of its own',
      remedy: 'Grant another principal permission to read the secret',
    });
  }

  private warnIfImmutable(principal: IPrincipal, grant: Grant): Grant {
    if (isImmutable(principal)) {
      const decryption = this.stored.encryptionKey === undefined ? '' : ` and ${DECRYPT_ACTION} on its encryption key`;
      warn(this.key, 'immutableReader', {
        found: `grants.read names ${principal}, whose policies this app must not change, so nothing was added`,
        required: 'the principal must have the same permission in a policy of its own',
        remedy: `Allow the principal ${READ} on the secret${decryption} where its policies are`,
      });
    }
    return grant;
  }

  private warnOfOtherSide(principal: IPrincipal): void {
    warn(this.key, 'readerInAnotherAccount', {
      found: `grants.read names ${principal} of another account, whose policies this app cannot change`,
      required: 'the principal must have the same permission in that account, because both accounts must allow it',
      remedy: `Allow the principal there ${READ} on the secret and ${DECRYPT_ACTION} on its encryption key`,
    });
  }
}
