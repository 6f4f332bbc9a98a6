/**
 * What AWS makes long, made short, in seconds, for the function's variable POLICY. How the key ages stays as it is:
 * the account's clock is put ahead.
 */
export const SHORT_TIMING = { keySpreads: 0, pause: 0.1, catchingUp: 2, maxCreateTime: 20 };
