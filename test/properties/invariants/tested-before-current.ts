import { current, currentVersion } from './effects';
import { Invariant } from './invariant';

/** Nobody reads a key before AWS has accepted it. */
export const TESTED_BEFORE_CURRENT: Invariant = {
  name: 'no run makes a key the current one that AWS has not accepted',
  brokenBy({ run, call, before, after }, { accepted }) {
    const isMove =
      run !== undefined &&
      call?.name === 'updateSecretVersionStage' &&
      currentVersion(before) !== currentVersion(after);
    const id = isMove ? current(after) : undefined;
    return id === undefined || accepted.includes(id)
      ? undefined
      : `${id} was made the current key, and AWS has not accepted it`;
  },
};
