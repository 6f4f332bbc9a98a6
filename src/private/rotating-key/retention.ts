import { CfnDeletionPolicy, CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct, IValidation } from 'constructs';
import { AccessKeyError, describeProblem } from '../access-key-error';

const RETAINING: readonly RemovalPolicy[] = [RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE];

/** What a retained key needs to stay of use. */
export interface Needed {
  readonly user: IConstruct;
  readonly secret: ISecret;
}

/** Something that stays or goes with the key. */
export interface Follower {
  applyRemovalPolicy(policy: RemovalPolicy): void;
}

/** Whether the current key stays when its construct is removed. */
export class Retention implements IValidation {
  private policy = RemovalPolicy.DESTROY;
  private readonly followers: Follower[] = [];

  constructor(
    private readonly key: IConstruct,
    private readonly needed: Needed,
  ) {
    key.node.addValidation(this);
  }

  public get retains(): boolean {
    return RETAINING.includes(this.policy);
  }

  public apply(policy: RemovalPolicy): void {
    if (policy === RemovalPolicy.SNAPSHOT) {
      throw new AccessKeyError('InvalidRemovalPolicy', this.key, {
        found: 'the removal policy is SNAPSHOT',
        required: 'it must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY',
        remedy: 'Use RETAIN to keep the current key and its secret',
      });
    }
    this.policy = policy;
    this.followers.forEach((follower) => follower.applyRemovalPolicy(this.policyOfFollowers));
  }

  /** Whenever it is made, before or after the policy is set. */
  public includes(follower: Follower): void {
    this.followers.push(follower);
    follower.applyRemovalPolicy(this.policyOfFollowers);
  }

  /**
   * The function keeps a retained key also when the first deployment is rolled back. Then RETAIN_ON_UPDATE_OR_DELETE
   * would delete what the key needs.
   */
  private get policyOfFollowers(): RemovalPolicy {
    return this.retains ? RemovalPolicy.RETAIN : this.policy;
  }

  /** At synthesis, when all removal policies are final. */
  public validate(): string[] {
    const { user, secret } = this.needed;
    return this.retains
      ? [
          ...this.refuseRemoval('user', user),
          ...this.refuseRemoval('secret', secret),
          ...this.refuseRemoval('encryption key', secret.encryptionKey),
        ]
      : [];
  }

  /** What is imported stays anyway. */
  private refuseRemoval(name: string, needed?: IConstruct): string[] {
    const resource = needed && resourceOf(needed);
    const isRetained = resource === undefined || resource.cfnOptions.deletionPolicy === CfnDeletionPolicy.RETAIN;
    return isRetained
      ? []
      : [
          describeProblem(this.key, 'RetainedKeyUnusable', {
            found: `the current key is retained, but its ${name} '${needed!.node.path}' is deleted with its stack`,
            required:
              `the ${name} must have the removal policy RETAIN, ` +
              'because RETAIN_ON_UPDATE_OR_DELETE does not retain it if the first deployment is rolled back',
            remedy: `Set the removal policy of '${needed!.node.path}' to RETAIN, or do not retain the key`,
          }),
        ];
  }
}

function resourceOf(construct: IConstruct): CfnResource | undefined {
  return [construct, construct.node.defaultChild].find((candidate): candidate is CfnResource =>
    CfnResource.isCfnResource(candidate),
  );
}
