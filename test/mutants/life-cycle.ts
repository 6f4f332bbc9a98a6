import { Mutant } from './mutant';

export const lifeCycleMutants: Mutant[] = [
  {
    claim: 'A run that publishes a failure logs it as a warning or an error.',
    file: 'src/handler/life-cycle/decision.ts',
    find: `? 'ERROR' : (alert ?? 'INFO')`,
    replace: `? 'ERROR' : 'INFO'`,
    test: 'test/handler/life-cycle/reconcile.test',
  },
  {
    claim: 'The error of a call that failed names the user, the secret and what to do.',
    file: 'src/handler/life-cycle/reconcile.ts',
    find: ' The run was for user ${user.name} and secret ${secretId}. ${nextSteps(task)}',
    replace: '',
    test: 'test/handler/life-cycle/test-key.test',
  },
  {
    claim: 'A run that waited in vain says what to do.',
    file: 'src/handler/life-cycle/reconcile.ts',
    find: '${afterWait(decision.reason)} ${nextSteps(task)}',
    replace: '${afterWait(decision.reason)}',
    test: 'test/handler/life-cycle/reconcile.test',
  },
  {
    claim: 'A run that is ended because nothing it does has an effect logs an error.',
    file: 'src/handler/life-cycle/reconcile.ts',
    find: '  yield* logDecision(context, failure);\n',
    replace: '',
    test: 'test/handler/life-cycle/reconcile.test',
  },
  {
    claim: 'A rotation that a replaced key blocks names the last use of that key.',
    file: 'src/handler/life-cycle/rules/create-key.ts',
    find: "evaluate: onKeys(askLastUseOnce, 'unmanaged', 'replaced'),",
    replace: "evaluate: onKeys(askLastUseOnce, 'unmanaged'),",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'After a revoke in an overlap, clients find the replaced key until the new key is created.',
    file: 'src/handler/life-cycle/rules/revoked-keys.ts',
    find: 'before && {',
    replace: 'before && !before && {',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A rotation that runs at the same time as Delete creates no access key.',
    file: 'src/handler/life-cycle/rules/rotation-steps.ts',
    find: "closedSecret('fail-secret-closed'),",
    replace: '',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A replaced key that an operator made the current key again is activated.',
    file: 'src/handler/life-cycle/rules/bookkeeping.ts',
    find: '        !currentKey.active &&',
    replace: '        currentKey.active &&',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'CreateAccessKey is not repeated when its outcome is unknown (cdkd #2039).',
    file: 'src/handler/life-cycle/change-keys.ts',
    find: "effect === 'none' && (retryable || mayStillCount.includes(code))",
    replace: 'retryable || mayStillCount.includes(code)',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'Delete waits for a run that is about to create an access key.',
    file: 'src/handler/life-cycle/rules/delete.ts',
    find: 'liveIntents.length > 0',
    replace: 'liveIntents.length > 9',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'Delete deletes the access keys that the construct created (pepperize leaves them).',
    file: 'src/handler/life-cycle/rules/delete.ts',
    find: ".filter((role) => role !== 'current' || !retains(state))",
    replace: ".filter((role) => role !== 'current' && role !== 'replaced')",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'Delete keeps unmanaged keys (Infisical deletes them).',
    file: 'src/handler/life-cycle/rules/delete.ts',
    find: "'orphan', 'replaced', 'current'",
    replace: "'orphan', 'replaced', 'current', 'unmanaged'",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'An access key that an operator deactivated stays inactive.',
    file: 'src/handler/life-cycle/key-state.ts',
    find: "return has(state, 'deactivating', keyId);",
    replace: "return has(state, 'deactivating', keyId) || keyId === state.current?.keyId;",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A deployment fails if the secret cannot be copied to a replica region.',
    file: 'src/handler/life-cycle/rules/create.ts',
    find: 'failedReplicas.length ==',
    replace: 'failedReplicas.length >',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A version that lost its pending label while its value was stored becomes the current version all the same.',
    file: 'src/handler/life-cycle/rules/rotation-steps.ts',
    find: `        state.pending === undefined &&
        canBePending`,
    replace: `        state.pending !== undefined &&
        canBePending`,
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim:
      'Unmanaged keys are kept unless their retirement is configured (Vault, willdady and thoughtbot delete them).',
    file: 'src/handler/life-cycle/rules/unmanaged-keys.ts',
    find: 'healthy && policy.retireUnmanagedKeysAfter !== undefined',
    replace: 'healthy',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A replaced key that a client still uses stays active after its overlap, until its deactivation deadline.',
    file: 'src/handler/life-cycle/rules/retirement.ts',
    find: "'number' && lastUse < unusedSince",
    replace: "'number'",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A new access key that IAM does not know everywhere yet does not fail the rotation (openshift PR #477).',
    file: 'src/handler/life-cycle/test-key.ts',
    find: '+ context.configuration.policy.timing.pause <',
    replace: '>',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A pending key that an operator deactivated is not promoted.',
    file: 'src/handler/life-cycle/rules/rotation-steps.ts',
    find: `pendingKey(state)?.active
        ? undefined
        : fail`,
    replace: `pendingKey(state)
        ? undefined
        : fail`,
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'Revoking the current key in an overlap keeps the replaced key active.',
    file: 'src/handler/life-cycle/rules/rotation-due.ts',
    find: "({ id, active }) => !active && has(state, 'revoked', id)",
    replace: "({ role }) => role === 'replaced' && has(state, 'revoked', current?.keyId ?? '')",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A list of access keys that is stale for twenty minutes leads to no second key.',
    file: 'src/handler/life-cycle/policy.ts',
    find: 'settling: 30 * MINUTE,',
    replace: 'settling: 15 * MINUTE,',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A creation intent is stored before each access key is created.',
    file: 'src/handler/life-cycle/rules/create-key.ts',
    find: 'hasFreeSlot(state) && isFresh(state)',
    replace: 'hasFreeSlot(state)',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'The access key that another run is creating is not treated as orphaned (cdkd PR #2090).',
    file: 'src/handler/life-cycle/key-state.ts',
    find: 'const isLive = (intent: Intent) => now < intent.start + policy.timing.maxCreateTime;',
    replace: 'const isLive = (intent: Intent) => now < intent.start;',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'An access key that cannot be stored is deleted (dkershner6, pepperize and Vault leave it).',
    file: 'src/handler/life-cycle/create-key.ts',
    find: 'yield* deleteKey(context, key.id);',
    replace: '',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A current key that an operator deactivated is not replaced.',
    file: 'src/handler/life-cycle/rules/create-key.ts',
    find: `          !deactivatedByFunction(state, currentKey.id) &&
          !has(state, 'revoked', currentKey.id)`,
    replace: `          has(state, 'revoked', 'nothing')`,
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A staging label waits for replication of the move before it (square/password-rotation-lambda PR 12).',
    file: 'src/handler/life-cycle/rules/rule.ts',
    find: 'startedAt + timing.replicaCatchesUp',
    replace: 'startedAt',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A managed key stays managed when one list of access keys lacks it.',
    file: 'src/handler/life-cycle/key-state.ts',
    find: 'state.policy.timing.settling',
    replace: '0',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'The last use of a revoked key is logged before the key is deleted.',
    file: 'src/handler/life-cycle/rules/create-key.ts',
    find: "state, 'revoked', key.id",
    replace: "state, 'revoked', ''",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'An access key that was not tested is not promoted.',
    file: 'src/handler/life-cycle/test-key.ts',
    find: 'if (keyIdIn(labels) === undefined && label === PENDING) {',
    replace: 'if (label === PENDING) {',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'AWSCURRENT does not move back to a key that is about to be deactivated.',
    file: 'src/handler/life-cycle/rules/revoked-keys.ts',
    find: '(endOfOverlap(state, key) ?? now + overlap) - timing.maxCreateTime',
    replace: 'now + overlap',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A rotation does not overrule an operator who moved AWSCURRENT in the meantime.',
    file: 'src/handler/life-cycle/rules/pending-version.ts',
    find: 'return pending?.after !== undefined && pending.after !== current?.id;',
    replace: 'return pending?.after === current?.id && pending?.id === undefined;',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'An interrupted revoke still leads to a new key.',
    file: 'src/handler/life-cycle/rules/rotation-due.ts',
    find: 'const revoked = state.healthy ? revokedSuccessor(state) : undefined;',
    replace: 'const revoked = state.healthy ? undefined : revokedSuccessor(state);',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A new access key is deleted, although IAM does not find it at first.',
    file: 'src/handler/life-cycle/change-keys.ts',
    find: 'isMissing(failure) ? context.now < sure : isRetryable',
    replace: 'isRetryable',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'Create outlives the minutes in which the permissions of a new role do not work yet.',
    file: 'src/handler/cloudformation-response.ts',
    find: 'export const RESPONSE_MS = 20_000;',
    replace: 'export const RESPONSE_MS = 60_000;',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A replaced key stays active for its overlap.',
    file: 'src/handler/life-cycle/rules/replaced-keys.ts',
    find: 'replaced + state.policy.overlap',
    replace: 'replaced',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim:
      'An inactive key is deleted after its recovery window, so that the next rotation has a free access key ' +
      '(tecRacer, serverless-mail).',
    file: 'src/handler/life-cycle/rules/retirement.ts',
    find: "return !active && hasSince(state, 'deactivated', id, rest);",
    replace: "return !active && hasSince(state, 'deactivated', id, rest * Infinity);",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A pending key is promoted only after repeated successful tests.',
    file: 'src/handler/life-cycle/test-key.ts',
    find: 'for (let accepted = 0; accepted < timing.acceptedInARow;) {',
    replace: 'for (let accepted = 0; accepted < 1;) {',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'An orphaned key is deleted, so that it does not use up the access key quota.',
    file: 'src/handler/life-cycle/key-state.ts',
    find: 'return matched(candidates, intents, policy) ?? {};',
    replace: 'return matched(candidates.slice(2), intents, policy) ?? {};',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'An orphaned key is left alone for a while, because an operator may have created it.',
    file: 'src/handler/life-cycle/rules/orphans.ts',
    find: 'createdAt + timing.orphanRest',
    replace: 'createdAt',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'Delete after a failed Create keeps the keys of the construct that owns the secret.',
    file: 'src/handler/life-cycle/rules/delete.ts',
    find: "!== self && !(owner === undefined && task.kind === 'delete' && task.created)",
    replace: "=== undefined && task.kind === 'delete' && !task.created",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: "The overlap of a replaced key ends, even if a job removes the secret's tags again and again.",
    file: 'src/handler/life-cycle/records.ts',
    find: 'return TAG_KINDS.includes(kind);',
    replace: 'return kind !== undefined;',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim:
      'A replaced key is deactivated at its deactivation deadline, not only at the next rotation (Vault ' +
      '#27477, Conjur PR #2657).',
    file: 'src/handler/life-cycle/rules/replaced-keys.ts',
    find: 'return Math.max(from, Math.min(maximumAge, nextRotation));',
    replace: 'return Math.max(from, maximumAge + nextRotation);',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'The error for a renamed construct does not advise to remove the owner of its secret.',
    file: 'src/handler/life-cycle/rules/prerequisites.ts',
    find: 'return otherStack === stack && otherId !== id;',
    replace: 'return otherStack === stack && otherId === id;',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'Reading a replica that is behind is not reported as a client with the replaced key.',
    file: 'src/handler/life-cycle/metrics.ts',
    find: `![undefined, 'never']`,
    replace: `!['never']`,
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A leaked key is deactivated at once, even if an unmanaged key blocks its replacement.',
    file: 'src/handler/life-cycle/rules/revoke.ts',
    find: `      isOff(state, revokedId(state))
        ? undefined
        : {
            action: { kind: 'deactivate'`,
    replace: `      isOff(state, revokedId(state)) || !hasFreeSlot(state)
        ? undefined
        : {
            action: { kind: 'deactivate'`,
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A scheduled run starts a rotation that is overdue.',
    file: 'src/handler/life-cycle/rules/rotation-due.ts',
    find: 'state.policy.timing.overdueAfter',
    replace: 'Infinity',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A key that is replaced for a second time gets a whole overlap again.',
    file: 'src/handler/life-cycle/rules/rotation-steps.ts',
    find: "(kind === 'replaced' || kind === 'abandoned')",
    replace: "kind === 'absent'",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A secret that an operator deleted is reported as a failure.',
    file: 'src/handler/life-cycle/rules/scheduled-run.ts',
    find: `      deletionDate === undefined
        ? undefined
        : alert(`,
    replace: `      deletionDate !== undefined
        ? done('its stack is deleting it')
        : alert(`,
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'The log never has the secret access key.',
    file: 'src/handler/life-cycle/create-key.ts',
    find: 'yield* store(context, intent, key, after, deadline);',
    replace:
      "yield* callOnce(context, 'report', { level: 'INFO', message: `made ${JSON.stringify(key)}` });\n  " +
      'yield* store(context, intent, key, after, deadline);',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'An access key that is created while a snapshot is taken is not taken for an unmanaged key.',
    file: 'src/handler/life-cycle/take-snapshot.ts',
    find: `  const keys: readonly ListedKey[] | undefined = yield* orElseOn(
    NO_SUCH_ENTITY,
    callWithRetries(context, run.deadline, 'listAccessKeys', {}),
    undefined,
  );
  yield* writeIntentAhead(context, keys);
  const secret: DescribedSecret | undefined = yield* orElseOn(
    NO_SUCH_SECRET,
    callWithRetries(context, run.deadline, 'describeSecret', {}),
    undefined,
  );
`,
    replace: `  const secret: DescribedSecret | undefined = yield* orElseOn(
    NO_SUCH_SECRET,
    callWithRetries(context, run.deadline, 'describeSecret', {}),
    undefined,
  );
  const keys: readonly ListedKey[] | undefined = yield* orElseOn(
    NO_SUCH_ENTITY,
    callWithRetries(context, run.deadline, 'listAccessKeys', {}),
    undefined,
  );
  yield* writeIntentAhead(context, keys);
`,
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'No access key is treated as orphaned where two keys could be the orphaned one.',
    file: 'src/handler/life-cycle/key-state.ts',
    find: `      intents.filter((other) => other !== intent),
      policy,
    );`,
    replace: `      intents.filter((other) => other !== intent),
      policy,
    ) ?? {};`,
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A throttled call is tried again (Vault #8413).',
    file: 'src/handler/life-cycle/retry.ts',
    find: "return retryable || effect === 'unknown';",
    replace: "return effect === 'unknown' && !retryable;",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim:
      'An access key that can never be tested is deleted at once, so that the next rotation has a free access key.',
    file: 'src/handler/life-cycle/rules/replaced-keys.ts',
    find: 'return from;',
    replace: 'return Infinity;',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'An SMTP password that only the interrupted run could test is not promoted.',
    file: 'src/handler/life-cycle/rules/rotation-steps.ts',
    find: 'readable || isAccepted(state, state.pending!)',
    replace: 'pending',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'An access key that can never be tested loses its pending label, so that the next rotation starts.',
    file: 'src/handler/life-cycle/rules/pending-version.ts',
    find: 'const version = labelled(state).find((one) => isUntestable(state, one));',
    replace: "const version = labelled(state).find((one) => one.id === '' && isUntestable(state, one));",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A user that was deleted and created again under the same name is another user.',
    file: 'src/handler/life-cycle/test-key.ts',
    find: "'account', 'arn', 'userId'",
    replace: "'account', 'arn'",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A secret with a value of another form is not taken over.',
    file: 'src/handler/life-cycle/rules/create.ts',
    find: 'isMarkedAccepted(current.labels)',
    replace: "isMarkedAccepted(current.labels) && current.id === ''",
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim:
      'A value that cannot be read for some seconds after it was stored does not fail the rotation ' +
      '(aws-sdk-js-v3 #7701).',
    file: 'src/handler/life-cycle/test-key.ts',
    find: 'if (context.now + pause >= context.run.deadline) {',
    replace: 'if (context.now + pause >= context.run.startedAt) {',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A current key that an operator deactivated is not due for rotation.',
    file: 'src/handler/life-cycle/rules/rotation-due.ts',
    find: 'currentKey?.active ? dueOf',
    replace: 'currentKey ? dueOf',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A scheduled run that is blocked names the last use of the key in the way.',
    file: 'src/handler/life-cycle/rules/rotation-due.ts',
    find: "isBlocked(state) ? onKeys(askLastUseOnce, 'unmanaged', 'replaced')(state) : undefined",
    replace: 'undefined',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A revoke with the ID of another key names the keys of the secret.',
    file: 'src/handler/life-cycle/rules/revoke.ts',
    find: '${keysOfSecret(state)}',
    replace: 'none',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A revoke of what is not an access key ID says how to list the keys of the secret.',
    file: 'src/handler/events/revoke.ts',
    find: 'list-secret-version-ids --secret-id ${secretId}',
    replace: 'list-secrets',
    test: 'test/handler/events/task.test',
  },
  {
    claim: 'The response to a revoke says whether a replacement follows.',
    file: 'src/handler/life-cycle/revoke-response.ts',
    find: 'replacementFollows: needsSuccessor(state, keyId),',
    replace: 'replacementFollows: !works,',
    test: 'test/handler/life-cycle/revoke-response',
  },
  {
    claim: 'A Delete whose secret was deleted warns of each key that the user keeps.',
    file: 'src/handler/life-cycle/rules/delete.ts',
    find: 'state.secretExists || state.keys.length === 0 ?',
    replace: 'state.secretExists || state.keys.length < 9 ?',
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A Delete whose secret was deleted deletes no key that may be unmanaged.',
    file: 'src/handler/life-cycle/rules/delete.ts',
    find: `    evaluate: (state) => (state.secretExists ? undefined : onKeys(askLastUseOnce, 'unmanaged')(state)),`,
    replace: `    evaluate: (state) => (state.secretExists ? undefined : onKeys((_, { id }) => (
      { action: { kind: 'delete', keyId: id }, reason: 'deleted with its stack' }), 'unmanaged')(state)),`,
    test: 'test/handler/life-cycle/decide.test',
  },
  {
    claim: 'A stack whose secret was deleted can be updated.',
    file: 'src/handler/life-cycle/rules/prerequisites.ts',
    find: "alert('ERROR', missingSecret(state))",
    replace: 'fail(missingSecret(state))',
    test: 'test/handler/life-cycle/decide.test',
  },
];
