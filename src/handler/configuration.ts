import { Time } from './life-cycle/effects';
import { Policy, Timing, TIMING } from './life-cycle/policy';
import { Configuration } from './life-cycle/task';
import { secretFormatOf } from './secret-format/configuration';
import { Environment, Json, json, matching, object, refuse, refuseUnknown } from './variables';
import { SECRET_ARN, USER_ARN } from '../private/arns';

/** The settings that the construct passes to the function in its environment. */
export interface Settings extends Configuration {
  /** The custom resource whose requests are served: `<stack id>/<logical id>`. */
  readonly resource: string;
  /** The key's name in metrics. */
  readonly metricKey: string;
  /** Where calls to AWS go, if not to AWS. */
  readonly endpoint?: string;
}

const RESOURCE = /^arn:[\w-]+:cloudformation:[\w-]+:\d{12}:stack\/[^/]+\/[^/]+\/[A-Za-z0-9]+$/;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Tag.html */
const LONGEST_TAG = 256;

/**
 * Reads the environment:
 *
 * - `USER_ARN` is the user's, and contains its name and account.
 * - `SECRET_ARN` is the secret's, with its random end.
 * - `OWNER` is the custom resource as `<stack id>/<logical id>`.
 * - `METRIC_KEY` is the key's name in metrics.
 * - `POLICY` is JSON with durations in whole seconds: `rotateAfter` (none: on demand), `overlap`, `recoveryWindow`,
 * `maxAge`, `retireUnmanagedKeysAfter` (none: never). Tests shorten by its `timing`
 *   what AWS makes long: numbers by the names of `Timing`, all in seconds but `acceptedInARow`.
 * - `SES_SMTP` is JSON with the `port` and the `endpoints` of SES's SMTP interface, if the secret holds credentials
 * for that, and not the key itself (secret-format/configuration.ts).
 * - `FIELD_NAMES` is JSON with other names for the secret's fields.
 * - `AWS_ENDPOINT_URL` is the SDK's own, and set in tests alone.
 */
export function settingsOf(environment: Environment): Settings {
  const [arn, account, name] = matching(environment, 'USER_ARN', USER_ARN, 'the ARN of an IAM user');
  const [resource] = matching(environment, 'OWNER', RESOURCE, '<stack id>/<logical id>');
  return {
    resource,
    owner: ownerOf(resource, name),
    secretId: matching(environment, 'SECRET_ARN', SECRET_ARN, 'the ARN of a secret')[0],
    metricKey: matching(environment, 'METRIC_KEY', /.+/, 'a name')[0],
    endpoint: environment.AWS_ENDPOINT_URL,
    user: { name, arn, account },
    policy: policyOf(json(environment, 'POLICY')),
    secretFormat: secretFormatOf(environment, name),
  };
}

/**
 * The owner as a tag of the secret. It names the user too: while an Update to another user fails and is rolled back,
 * the function is that user's for a while, and must not touch the secret.
 *
 * A tag has room for the end of a long one, which has the stack's unique id. It has no comma, and a user name has no
 * colon.
 */
function ownerOf(resource: string, userName: string): string {
  return `${resource}/${userName.replaceAll(',', ':')}`.slice(-LONGEST_TAG);
}

const DURATIONS = ['rotateAfter', 'overlap', 'recoveryWindow', 'maxAge', 'retireUnmanagedKeysAfter'] as const;

function policyOf({ timing, ...durations }: Json): Policy {
  refuseUnknown('POLICY', durations, DURATIONS);
  const required = (name: string) => SECOND * number(`POLICY.${name}`, durations[name], Number.isInteger);
  const optional = (name: string) => (durations[name] === undefined ? undefined : required(name));
  return {
    rotateAfter: optional('rotateAfter'),
    overlap: required('overlap'),
    recoveryWindow: required('recoveryWindow'),
    maxAge: required('maxAge'),
    retireUnmanagedKeysAfter: optional('retireUnmanagedKeysAfter'),
    timing: timing === undefined ? TIMING : timingOf(object('POLICY.timing', timing)),
  };
}

function timingOf(given: Json): Timing {
  refuseUnknown('POLICY.timing', given, Object.keys(TIMING));
  const { acceptedInARow = TIMING.acceptedInARow, ...times } = given;
  const durations = Object.keys(times).map((name) => [
    name,
    SECOND * number(`POLICY.timing.${name}`, times[name], Number.isFinite),
  ]);
  return {
    ...TIMING,
    ...Object.fromEntries(durations),
    acceptedInARow: number('POLICY.timing.acceptedInARow', acceptedInARow, Number.isInteger),
  };
}

const SECOND: Time = 1000;

/** `Number.isInteger` or `Number.isFinite`, which are false for values that are not numbers. */
type IsValid = (value: unknown) => boolean;

function number(variable: string, value: unknown, isValid: IsValid): number {
  return isValid(value) && (value as number) >= 0
    ? (value as number)
    : refuse(
        variable,
        value,
        isValid === Number.isInteger ? 'a whole number that is not negative' : 'a number that is not negative',
      );
}
