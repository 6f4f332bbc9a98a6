import { Task } from '../life-cycle/task';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html */
export interface RotationStepEvent {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/** `undefined`: not such an event. */
export function rotationStepTask(
  { Step, SecretId, ClientRequestToken }: Partial<RotationStepEvent>,
  secretId: string,
): Task | undefined {
  const kind = STEPS.find((step) => step === Step);
  if (kind === undefined || !ClientRequestToken) {
    return undefined;
  }
  if (SecretId !== secretId) {
    throw new Error(
      `the step is for another secret: this function rotates ${secretId} only. Give the other secret a ` +
        'rotation function of its own',
    );
  }
  return { kind, token: ClientRequestToken };
}
