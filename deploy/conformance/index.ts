import { accessKeyProbes } from './access-keys';
import { cloudFormationProbes } from './cloudformation';
import { customResourceProbes } from './custom-resources';
import { optionProbes } from './options';
import { policyProbes } from './policies';
import { Probe } from './probe';
import { rotationProbes } from './rotation';
import { secretProbes } from './secrets';
import { sesSmtpProbes } from './ses-smtp';
import { transportProbes } from './transport';
import { userProbes } from './users';

export type { Probe };

/** All statements that the emulator must satisfy, by subject. */
export const PROBES: Record<string, Probe[]> = {
  'access keys': accessKeyProbes,
  users: userProbes,
  policies: policyProbes,
  secrets: secretProbes,
  CloudFormation: cloudFormationProbes,
  'custom resources': customResourceProbes,
  rotation: rotationProbes,
  transport: transportProbes,
  'SES by SMTP': sesSmtpProbes,
  options: optionProbes,
};
