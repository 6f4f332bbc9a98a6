import { createHmac } from 'node:crypto';

/** The form of the password that SES accepts. */
const VERSION = 4;

/**
 * In the place of the date, the region, the service, the end and the operation that requests are signed with. The date
 * is always the same.
 */
const DATE = '11111111';
const AFTER_REGION = ['ses', 'aws4_request', 'SendRawEmail'];

/**
 * The password for SES's SMTP interface in one region, derived from a secret access key. The key cannot be derived
 * from the password.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html#smtp-credentials-convert
 */
export function sesSmtpPassword(secretAccessKey: string, region: string): string {
  const signature = [DATE, region, ...AFTER_REGION].reduce<Buffer | string>(
    (key, message) => createHmac('sha256', key).update(message).digest(),
    `AWS4${secretAccessKey}`,
  );
  return Buffer.concat([Buffer.of(VERSION), signature as Buffer]).toString('base64');
}
