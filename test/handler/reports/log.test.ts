import { logLine } from '../../../src/handler/reports/log';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const CONTEXT = { requestId: 'request', runId: 'run' };

test("a report is one line of JSON, with Lambda's level and time", () => {
  const line = logLine(
    {
      level: 'WARN',
      message: 'because\nof this',
      task: 'scheduledRun',
      rule: 'replaced-key',
      action: 'deactivate',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    },
    CONTEXT,
    NOW,
  );

  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    timestamp: '2026-11-24T12:00:00.000Z',
    level: 'WARN',
    message: 'because\nof this',
    task: 'scheduledRun',
    rule: 'replaced-key',
    action: 'deactivate',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    requestId: 'request',
    runId: 'run',
  });
});

test('each line names the user and the secret of the function', () => {
  const context = {
    ...CONTEXT,
    userName: 'mail',
    secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail',
  };

  expect(JSON.parse(logLine({ level: 'INFO', message: 'why' }, context, NOW))).toEqual({
    timestamp: '2026-11-24T12:00:00.000Z',
    level: 'INFO',
    message: 'why',
    ...context,
  });
});

test('a field that a report lacks is absent', () => {
  expect(JSON.parse(logLine({ level: 'INFO', message: 'why' }, CONTEXT, NOW))).toEqual({
    timestamp: '2026-11-24T12:00:00.000Z',
    level: 'INFO',
    message: 'why',
    requestId: 'request',
    runId: 'run',
  });
});

test('a property that is not part of a report is not written', () => {
  const report = { level: 'INFO', message: 'why', secretAccessKey: 'hidden' } as const;

  expect(logLine(report, CONTEXT, NOW)).not.toContain('hidden');
});
