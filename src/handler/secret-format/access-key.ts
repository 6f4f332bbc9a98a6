import { ACCESS_KEY_ID } from '../access-key-id';
import { SecretFormat } from '../life-cycle/task';

/** The names of the secret's JSON fields. */
export interface AccessKeyFieldNames {
  readonly userName: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The user, the key's id and its secret access key as JSON. */
export function accessKeyFormat(userName: string, fieldNames: AccessKeyFieldNames): Required<SecretFormat> {
  return {
    serialize: ({ id, secretAccessKey }) =>
      JSON.stringify({
        [fieldNames.userName]: userName,
        [fieldNames.accessKeyId]: id,
        [fieldNames.secretAccessKey]: secretAccessKey,
      }),
    parse: (value) => {
      const stored = parsed(value);
      const [id, secretAccessKey] = [stored[fieldNames.accessKeyId], stored[fieldNames.secretAccessKey]];
      return isString(id) && isString(secretAccessKey) ? { id, secretAccessKey } : underOtherNames(stored, userName);
    },
  };
}

/** A key that was stored under other field names, and is not tested yet: its value has three strings. */
function underOtherNames(
  stored: Record<string, unknown>,
  userName: string,
): ReturnType<NonNullable<SecretFormat['parse']>> {
  const strings = Object.values(stored).filter(isString);
  const others = strings.filter((value) => value !== userName);
  const [id, secretAccessKey] = others.sort(
    (one, other) => Number(ACCESS_KEY_ID.test(other)) - Number(ACCESS_KEY_ID.test(one)),
  );
  const isKey =
    strings.length === 3 && others.length === 2 && ACCESS_KEY_ID.test(id) && !ACCESS_KEY_ID.test(secretAccessKey);
  return isKey ? { id, secretAccessKey } : undefined;
}

function isString(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/**
 * An operator may have put anything there. The value itself is never part of an error: a parser's message would quote
 * it.
 */
function parsed(value: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(value));
  } catch {
    return {};
  }
}
