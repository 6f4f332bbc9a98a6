import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { aws_iam, aws_ses } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { ClassMark } from './private/class-mark';
import { fieldsOf } from './private/rotating-key/field-names';
import { RotatingKey, RotatingKeyProps } from './private/rotating-key/rotating-key';
import { endpointsOf } from './private/ses-smtp/endpoints';
import { senderOf } from './private/ses-smtp/sender';
import { IRotatingKey } from './rotating-key';

/**
 * Names of the JSON fields in the secret of SMTP credentials.
 *
 * The names of the host and of the password are also used in each of the endpoints.
 */
export interface SesSmtpFieldNames {
  /**
   * The name of the field with the SMTP username, which is the access key ID.
   *
   * @default username
   */
  readonly username?: string;

  /**
   * The name of the field with the SMTP password.
   *
   * @default password
   */
  readonly password?: string;

  /**
   * The name of the field with the SMTP host.
   *
   * @default host
   */
  readonly host?: string;

  /**
   * The name of the field with the port, which is a number.
   *
   * @default port
   */
  readonly port?: string;

  /**
   * The name of the field with the region of the host.
   *
   * @default region
   */
  readonly region?: string;

  /**
   * The name of the field with the host and the password of each region, by region.
   *
   * @default endpoints
   */
  readonly endpoints?: string;
}

/**
 * Properties for defining Amazon SES SMTP credentials.
 */
export interface SesSmtpCredentialsProps extends RotatingKeyProps {
  /**
   * The SES identities that the new user can send from: domains or email addresses.
   *
   * Each must exist under the same name in each of the regions. While the account is in the SES sandbox, SES may also
   * require the identities of recipients.
   *
   * @default - none; a user must then be given
   */
  readonly identities?: aws_ses.IEmailIdentityRef[];

  /**
   * The SES configuration sets that the new user can send with.
   *
   * SES requires permission for a configuration set if a message names it, or if it is the default of an identity.
   *
   * @default - none
   */
  readonly configurationSets?: aws_ses.IConfigurationSetRef[];

  /**
   * The only email address that the new user can send from.
   *
   * @default - all addresses of the identities
   */
  readonly fromAddress?: string;

  /**
   * The existing IAM user that the access keys belong to.
   *
   * The construct does not change the permissions of the user, which needs `ses:SendRawEmail`. The construct needs both
   * access keys that IAM allows per user, so no other construct can create access keys for this user.
   *
   * You cannot change the user after the deployment. To use another user, add a second construct for it, move the
   * clients to the new secret, then remove this construct.
   *
   * @default - a new user with permission to send from the identities
   */
  readonly user?: aws_iam.IUserRef;

  /**
   * The regions of the SMTP endpoints.
   *
   * The passwords of all regions are derived from one access key. The fields with the host, the password and the region
   * are those of the first region. Changes take effect at the next rotation. Start one to apply them immediately.
   *
   * Each region is a code such as eu-west-1. A warning is added for a region that aws-cdk-lib does not know.
   *
   * @default - the region of the stack
   */
  readonly regions?: string[];

  /**
   * The port of the SMTP endpoints: 587, 2587 or 25 for STARTTLS, 465 or 2465 for TLS wrapper.
   *
   * @default 587
   * @see https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html
   */
  readonly port?: number;

  /**
   * Whether to use the FIPS endpoints. They exist in some regions only.
   *
   * @default false
   * @see https://docs.aws.amazon.com/general/latest/gr/ses.html
   */
  readonly fips?: boolean;

  /**
   * Whether to use the dual-stack endpoints, which support IPv4 and IPv6. They exist in some regions only.
   *
   * If the region is known only at deployment, the host has the domain of the partition aws (`api.aws`). Set the region
   * of the stack in China, in the European Sovereign Cloud and in isolated partitions.
   *
   * @default false
   * @see https://docs.aws.amazon.com/general/latest/gr/ses.html
   */
  readonly dualStack?: boolean;

  /**
   * Names of the JSON fields in the secret.
   *
   * Changes take effect at the next rotation.
   *
   * @default - username, password, host, port, region and endpoints
   */
  readonly fieldNames?: SesSmtpFieldNames;
}

/**
 * Amazon SES SMTP credentials that are stored in a secret, never in a template, and rotated on a schedule with an
 * overlap.
 *
 * The username is an access key ID. The Lambda function derives the password from the secret access key, which is not
 * stored. The secret holds JSON with the fields username, password, host, port, region and endpoints. The field
 * endpoints has the host and the password of each region.
 *
 * After a rotation, the replaced credentials stay valid for a time: the overlap. A client that reads the secret at
 * least once in each overlap never loses access. After the overlap, the replaced credentials are deactivated, unless
 * IAM reports a recent use of them. AWS does not document whether IAM reports an SMTP login as a use.
 *
 * It throws at synthesis for the same reasons as RotatingAccessKey, and for:
 *
 * - a new user without an identity, and permissions for an existing user;
 * - wildcards and policy variables in the name of an identity or of a configuration set;
 * - a malformed sender address;
 * - more permissions of a new user than IAM allows in inline policies;
 * - a malformed region, a region of another partition, and a port that SES does not support.
 *
 * It adds a warning, which can be acknowledged by its ID, for:
 *
 * - a region that aws-cdk-lib does not know (`cdk-iam-access-key:unknownRegion`);
 * - a sender address that belongs to none of the identities (`cdk-iam-access-key:fromAddressOutsideIdentities`);
 * - an identity whose default configuration set is missing in the configuration sets
 *   (`cdk-iam-access-key:defaultConfigurationSetLeftOut`);
 * - a grant to the user of the credentials (`cdk-iam-access-key:readByUserWithoutEffect`).
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html
 * @example
 * const identity = new ses.EmailIdentity(this, 'Identity', { identity: ses.Identity.domain('example.com') });
 * const smtp = new SesSmtpCredentials(this, 'Smtp', { identities: [identity] });
 * new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
 */
@propertyInjectable
export class SesSmtpCredentials extends RotatingKey implements IRotatingKey {
  /** Uniquely identifies this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iam-access-key.SesSmtpCredentials';

  /**
   * Returns whether a value is a SesSmtpCredentials construct, of this or of another copy of this package.
   *
   * @param construct The value to check.
   */
  public static isSesSmtpCredentials(construct: any): boolean {
    return MARK.isOn(construct);
  }

  constructor(scope: Construct, id: string, props: SesSmtpCredentialsProps = {}) {
    const given = props ?? {};
    super(scope, id, (key) => ({
      ...given,
      // The endpoints go first, as they check the regions, which the sender's policy names.
      payload: {
        resourceType: 'Custom::SesSmtpCredentials',
        isReadable: false,
        environment: {
          SES_SMTP: endpointsOf(key, given),
          FIELD_NAMES: fieldsOf(key, DEFAULT_FIELDS, given.fieldNames),
        },
      },
      ...senderOf(key, given),
    }));
    MARK.putOn(this);
  }
}

const MARK = new ClassMark('SesSmtpCredentials');

const DEFAULT_FIELDS: Required<SesSmtpFieldNames> = {
  username: 'username',
  password: 'password',
  host: 'host',
  port: 'port',
  region: 'region',
  endpoints: 'endpoints',
};
