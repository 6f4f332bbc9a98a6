import { inPeer, PEPPERIZE } from './peers';
import { Contest, OURS } from './sides';

/** The bundle of a Lambda function, whose `handler` is what Lambda calls. */
export interface LambdaFunction {
  readonly name: string;
  /** From the repository's root. */
  readonly bundle: string;
  /** What the construct tells it, and must be there when it is loaded. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A further function is a further line. */
export const FUNCTIONS: Contest<LambdaFunction> = {
  ours: [
    {
      name: OURS.name,
      bundle: 'assets/handler/index.js',
      environment: {
        OWNER: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/App/51af3dc0-da77-11e4-872e-1234567db123/Key',
        USER_ARN: 'arn:aws:iam::111122223333:user/mail',
        SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:Mail-AbCdEf',
        METRIC_KEY: 'App/Key',
        POLICY: JSON.stringify({
          rotateAfter: 5_184_000,
          overlap: 1_209_600,
          recoveryWindow: 604_800,
          maxAge: 7_776_000,
        }),
        FIELD_NAMES: '{}',
      },
    },
  ],
  peers: [
    {
      name: PEPPERIZE.name,
      bundle: inPeer(PEPPERIZE.name, 'assets/provider/credentials-handler.lambda/index.js'),
      environment: {},
    },
  ],
};
