import { accessKeyMutants } from './access-key';
import { handlerMutants } from './handler';
import { lifeCycleMutants } from './life-cycle';
import { Mutant } from './mutant';
import { rotatingAccessKeyMutants } from './rotating-access-key';
import { sesSmtpCredentialsMutants } from './ses-smtp-credentials';

export { type Mutant, withDefect } from './mutant';

/** All defects made by hand, by subject. */
export const MUTANTS = {
  'access-key': accessKeyMutants,
  'rotating-access-key': rotatingAccessKeyMutants,
  'ses-smtp-credentials': sesSmtpCredentialsMutants,
  handler: handlerMutants,
  'life-cycle': lifeCycleMutants,
} satisfies Record<string, Mutant[]>;
