/** The regions of the endpoints. The first is that of the stack. */
export const REGIONS = ['eu-central-1', 'eu-west-1'] as const;

/** What the user of the test app may send from, and with. */
export const DOMAIN = 'example.com';
export const CONFIGURATION_SET = 'receipts';

/** What one deployment of the test app for SMTP credentials holds. The app reads it from the context. */
export interface SesSmtpScenario {
  /** The name of a user who is there already, and whose credentials they are then. */
  readonly adopted?: string;

  /** The only address that a new user may send from. */
  readonly fromAddress?: string;

  /** How many seconds a run that makes a key is waited for, where a test lets it die. */
  readonly maxCreateTime?: number;

  /** How many seconds CloudFormation waits for the function, if it never responds. */
  readonly serviceTimeout?: number;
}
