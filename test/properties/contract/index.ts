import { accessKeys } from './access-keys';
import { Statement } from './account';
import { faults } from './faults';
import { rotation } from './rotation';
import { secretValues } from './secret-values';
import { signing } from './signing';
import { stagingLabels } from './staging-labels';
import { tags } from './tags';

export * from './account';

/**
 * How the life cycle expects an account to behave, by subject. The simulated and the embedded account are both held to
 * it.
 */
export const CONTRACT: Readonly<Record<string, readonly Statement[]>> = {
  'access keys': accessKeys,
  'signing with a key': signing,
  'values of the secret': secretValues,
  'staging labels': stagingLabels,
  tags: tags,
  rotation: rotation,
  faults: faults,
};
