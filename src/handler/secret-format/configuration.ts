import { AccessKeyFieldNames, accessKeyFormat } from './access-key';
import { SesSmtpEndpoint, SesSmtpFieldNames, sesSmtpFormat, SesSmtpServer } from './ses-smtp';
import { SecretFormat } from '../life-cycle/task';
import { Environment, json, Json, object, refuse, refuseUnknown } from '../variables';

const ACCESS_KEY_FIELDS: AccessKeyFieldNames = {
  userName: 'userName',
  accessKeyId: 'accessKeyId',
  secretAccessKey: 'secretAccessKey',
};

const SES_SMTP_FIELDS: SesSmtpFieldNames = {
  username: 'username',
  password: 'password',
  host: 'host',
  port: 'port',
  region: 'region',
  endpoints: 'endpoints',
};

/** What the secret holds: the key itself, or what is derived from it. */
export function secretFormatOf(environment: Environment, userName: string): SecretFormat {
  const fieldNames = json({ FIELD_NAMES: '{}', ...environment }, 'FIELD_NAMES');
  return environment.SES_SMTP === undefined
    ? accessKeyFormat(userName, named(ACCESS_KEY_FIELDS, fieldNames))
    : sesSmtpFormat(serverOf(json(environment, 'SES_SMTP')), named(SES_SMTP_FIELDS, fieldNames));
}

function named<F extends object>(defaults: F, given: Json): F {
  refuseUnknown('FIELD_NAMES', given, Object.keys(defaults));
  const fields = { ...defaults, ...given };
  const names = Object.values(fields);
  const isValid = names.every(isString) && new Set(names).size === names.length;
  return isValid ? fields : refuse('FIELD_NAMES', given, `different names for ${Object.keys(defaults).join(', ')}`);
}

function serverOf({ port, endpoints, ...others }: Json): SesSmtpServer {
  refuseUnknown('SES_SMTP', others, ['port', 'endpoints']);
  return {
    port: Number.isInteger(port) ? (port as number) : refuse('SES_SMTP.port', port, 'a whole number'),
    endpoints:
      Array.isArray(endpoints) && endpoints.length > 0
        ? endpoints.map(endpointOf)
        : refuse('SES_SMTP.endpoints', endpoints, 'a list of endpoints'),
  };
}

function endpointOf(given: unknown): SesSmtpEndpoint {
  const { region, host } = object('SES_SMTP.endpoints', given);
  return isString(region) && isString(host)
    ? { region, host }
    : refuse('SES_SMTP.endpoints', given, 'a region and a host');
}

function isString(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
