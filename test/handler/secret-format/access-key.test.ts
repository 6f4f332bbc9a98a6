import { accessKeyFormat } from '../../../src/handler/secret-format/access-key';

const KEY = { id: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const FIELDS = { userName: 'userName', accessKeyId: 'accessKeyId', secretAccessKey: 'secretAccessKey' };

const secretFormat = accessKeyFormat('mail', FIELDS);

test('the value is JSON with the user and the key', () => {
  expect(secretFormat.serialize(KEY)).toBe(
    `{"userName":"mail","accessKeyId":"${KEY.id}","secretAccessKey":"${KEY.secretAccessKey}"}`,
  );
});

test('the fields can have other names', () => {
  const renamed = accessKeyFormat('mail', {
    userName: 'USER',
    accessKeyId: 'AWS_ACCESS_KEY_ID',
    secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  });

  expect(JSON.parse(renamed.serialize(KEY))).toEqual({
    USER: 'mail',
    AWS_ACCESS_KEY_ID: KEY.id,
    AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
  });
  expect(renamed.parse(renamed.serialize(KEY))).toEqual(KEY);
});

test('the key is read back that was stored while the fields had other names', () => {
  const renamed = accessKeyFormat('mail', { userName: 'USER', accessKeyId: 'ID', secretAccessKey: 'SECRET' });

  expect(renamed.parse(secretFormat.serialize(KEY))).toEqual(KEY);
  expect(secretFormat.parse(renamed.serialize(KEY))).toEqual(KEY);
});

test('the key is read back', () => {
  expect(secretFormat.parse(secretFormat.serialize(KEY))).toEqual(KEY);
});

test('other fields do not matter', () => {
  expect(
    secretFormat.parse(JSON.stringify({ accessKeyId: KEY.id, secretAccessKey: KEY.secretAccessKey, note: [] })),
  ).toEqual(KEY);
});

test.each([
  '',
  'no JSON',
  'null',
  '1',
  '"text"',
  '[]',
  '{}',
  '{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"}',
  '{"secretAccessKey":"secret"}',
  '{"accessKeyId":1,"secretAccessKey":"secret"}',
  '{"accessKeyId":"","secretAccessKey":"secret"}',
  '{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","secretAccessKey":""}',
  // Under other names, only a value with three strings has one.
  '{"user":"mail","id":"AKIAIOSFODNN7EXAMPLE"}',
  '{"user":"other","id":"AKIAIOSFODNN7EXAMPLE","secret":"text"}',
  '{"user":"mail","id":"no id","secret":"text"}',
  '{"user":"mail","id":"AKIAIOSFODNN7EXAMPLE","secret":"AKIAIOSFODNN7EXAMPLE"}',
  '{"user":"mail","id":"AKIAIOSFODNN7EXAMPLE","secret":"text","note":"text"}',
])('%p holds no key, and does not throw', (value) => {
  expect(secretFormat.parse(value)).toBeUndefined();
});
