import { sesSmtpPassword } from './ses-smtp-password';
import { SecretFormat } from '../life-cycle/task';

/** The names of the secret's JSON fields. Those of the endpoints are called `host` and `password` as well. */
export interface SesSmtpFieldNames {
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: string;
  readonly region: string;
  readonly endpoints: string;
}

/** Where a mail client logs in. */
export interface SesSmtpEndpoint {
  readonly region: string;
  readonly host: string;
}

export interface SesSmtpServer {
  readonly port: number;
  /** One for each region. The first is the one that clients use which know of one only. */
  readonly endpoints: readonly SesSmtpEndpoint[];
}

/**
 * What a mail client needs, as JSON. The username is the id of the access key, and not the name of the IAM user.
 *
 * The secret access key is not stored: who has the password can send mail and nothing else. So a key cannot be read
 * back.
 */
export function sesSmtpFormat({ port, endpoints }: SesSmtpServer, fieldNames: SesSmtpFieldNames): SecretFormat {
  return {
    serialize: ({ id, secretAccessKey }) => {
      const login = ({ region, host }: SesSmtpEndpoint) => ({
        [fieldNames.host]: host,
        [fieldNames.password]: sesSmtpPassword(secretAccessKey, region),
      });
      const [first] = endpoints;
      return JSON.stringify({
        [fieldNames.username]: id,
        ...login(first),
        [fieldNames.port]: port,
        [fieldNames.region]: first.region,
        [fieldNames.endpoints]: Object.fromEntries(endpoints.map((endpoint) => [endpoint.region, login(endpoint)])),
      });
    },
  };
}
