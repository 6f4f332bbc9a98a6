import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { aws_iam, aws_ses } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { ClassMark } from './private/class-mark';
import { fieldsOf } from './private/rotating-key/field-names';
import { RotatingKey, RotatingKeyProps } from './private/rotating-key/rotating-key';
import { endpointsOf } from './private/ses-smtp/endpoints';
import { senderOf } from './private/ses-smtp/sender';

/**
 * Names of the fields of the JSON in the secret of SMTP credentials.
 *
 * Host and password are called the same in each of the endpoints.
 */
export interface SesSmtpFieldNames {
  /**
   * The field with the username, which is the access key id.
   *
   * @default username
   */
  readonly username?: string;

  /**
   * The field with the password.
   *
   * @default password
   */
  readonly password?: string;

  /**
   * The field with the name of the SMTP host.
   *
   * @default host
   */
  readonly host?: string;

  /**
   * The field with the port, a number.
   *
   * @default port
   */
  readonly port?: string;

  /**
   * The field with the region of the host.
   *
   * @default region
   */
  readonly region?: string;

  /**
   * The field with host and password of each region, by the region.
   *
   * @default endpoints
   */
  readonly endpoints?: string;
}

/**
 * Properties for defining credentials for the SMTP interface of Amazon SES.
 */
export interface SesSmtpCredentialsProps extends RotatingKeyProps {
  /**
   * The SES identities that the new user may send from: domains or addresses.
   *
   * They are expected under the same name in each of the regions. While the account is in the SES sandbox, SES may ask for the
   * identities of recipients, too.
   *
   * @default - none, which needs a user who is given
   */
  readonly identities?: aws_ses.IEmailIdentityRef[];

  /**
   * The SES configuration sets that the new user may send with.
   *
   * SES asks for this right if a message names a configuration set, and if an identity has one by default.
   *
   * @default - none
   */
  readonly configurationSets?: aws_ses.IConfigurationSetRef[];

  /**
   * The only address that the new user may send from.
   *
   * @default - every address of the identities
   */
  readonly fromAddress?: string;

  /**
   * The IAM user whose credentials these are, if it exists already.
   *
   * It is left as it is, and must be allowed to call `ses:SendRawEmail`. Both of its key slots are needed: no other construct may
   * make keys of the user. It cannot be changed: add a second construct for the other user, move the clients, then remove this one.
   *
   * @default - a new user, who may send from the identities
   */
  readonly user?: aws_iam.IUserRef;

  /**
   * The regions of the SMTP endpoints.
   *
   * Passwords differ by region, and all of them come from one key. The first region is that of the fields host, password and region
   * for clients that know of one endpoint. Clients find another list in the next credentials, not before: have them replaced.
   *
   * Each region is named by its code, as in eu-west-1. One that aws-cdk-lib does not know is a warning.
   *
   * @default - the region of the stack
   */
  readonly regions?: string[];

  /**
   * The port of the SMTP endpoints: 587, 2587 or 25 for STARTTLS, 465 or 2465 for a client that begins with TLS.
   *
   * @default 587
   * @see https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html
   */
  readonly port?: number;

  /**
   * Whether the hosts are those whose cryptography is validated by FIPS 140. They exist in some regions only.
   *
   * @default false
   * @see https://docs.aws.amazon.com/general/latest/gr/ses.html
   */
  readonly fips?: boolean;

  /**
   * Whether the hosts are those that can be reached by IPv6 as well. They exist in some regions only.
   *
   * The host of a region that is known only at deployment is named as in the common partition (`api.aws`): set the region of the stack
   * in China, in the European Sovereign Cloud and in isolated partitions.
   *
   * @default false
   * @see https://docs.aws.amazon.com/general/latest/gr/ses.html
   */
  readonly dualStack?: boolean;

  /**
   * Names of the fields of the JSON in the secret.
   *
   * Clients find a change of them in the next credentials, not before.
   *
   * @default - username, password, host, port, region and endpoints
   */
  readonly fieldNames?: SesSmtpFieldNames;
}

/**
 * Username, password, host and port for the SMTP interface of Amazon SES, in a secret, replaced on a schedule with an overlap.
 *
 * The username is the id of an access key, the password is derived from its secret access key by the function: neither is in a
 * template, and the secret access key is stored nowhere. The secret holds JSON with the fields username, password, host, port,
 * region, and endpoints with host and password of each region. The old credentials work for the overlap after the new ones are
 * there, so a client that reads the secret once in every overlap is never cut off. Do not rely on more: AWS does not document whether
 * IAM counts an SMTP login as a use of the key, and only such a use keeps a replaced key active past its overlap.
 *
 * It refuses at synthesis what RotatingAccessKey does, and also:
 *
 * - a new user without an identity to send from, and rights for a user who is given;
 * - wildcards and policy variables in the name of an identity or of a configuration set;
 * - a malformed address to send from;
 * - more rights of a new user than IAM takes in inline policies;
 * - a malformed region, one of another partition, and a port that SES does not listen on.
 *
 * It warns, each time with an id that can be acknowledged:
 *
 * - of a region that aws-cdk-lib does not know (`cdk-iam-access-key:unknownRegion`);
 * - of an address to send from that belongs to none of the identities (`cdk-iam-access-key:fromAddressOutsideIdentities`);
 * - of an identity whose default configuration set is not among the configuration sets
 *   (`cdk-iam-access-key:defaultConfigurationSetLeftOut`).
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html
 * @example
 * const identity = new ses.EmailIdentity(this, 'Identity', { identity: ses.Identity.domain('example.com') });
 * const smtp = new SesSmtpCredentials(this, 'Smtp', { identities: [identity] });
 * new CfnOutput(this, 'SecretArn', { value: smtp.secret.secretArn });
 */
@propertyInjectable
export class SesSmtpCredentials extends RotatingKey {
  /** Uniquely identifies this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iam-access-key.SesSmtpCredentials';

  /**
   * Whether something is SesSmtpCredentials, also of another copy of this package.
   *
   * @param construct What may be it.
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
        environment: { SES_SMTP: endpointsOf(key, given), FIELD_NAMES: fieldsOf(key, DEFAULT_FIELDS, given.fieldNames) },
      },
      ...senderOf(key, given),
    }));
    MARK.putOn(this);
  }
}

const MARK = new ClassMark('SesSmtpCredentials');

const DEFAULT_FIELDS: Required<SesSmtpFieldNames> = {
  username: 'username', password: 'password', host: 'host', port: 'port', region: 'region', endpoints: 'endpoints',
};
