import { ACCESS_KEY_ID } from '../access-key-id';
import { Payload } from '../life-cycle/task';

/** The names of the secret's JSON fields. */
export interface AccessKeyFieldNames {
  readonly userName: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The user, the key's id and its secret access key as JSON. */
export function accessKeyPayload(userName: string, fieldNames: AccessKeyFieldNames): Required<Payload> {
  return {
    compose: ({ id, secretAccessKey }) => JSON.stringify({
      [fieldNames.userName]: userName, [fieldNames.accessKeyId]: id, [fieldNames.secretAccessKey]: secretAccessKey,
    }),
    credentials: (value) => {
      const stored = parsed(value);
      const [id, secretAccessKey] = [stored[fieldNames.accessKeyId], stored[fieldNames.secretAccessKey]];
      return isText(id) && isText(secretAccessKey) ? { id, secretAccessKey } : underOtherNames(stored, userName);
    },
  };
}

/** A key that was stored before the fields were given other names, and waits for its test: the three texts of a value of ours. */
function underOtherNames(stored: Record<string, unknown>, userName: string): ReturnType<NonNullable<Payload['credentials']>> {
  const texts = Object.values(stored).filter(isText);
  const others = texts.filter((text) => text !== userName);
  const [id, secretAccessKey] = others.sort((one, other) => Number(ACCESS_KEY_ID.test(other)) - Number(ACCESS_KEY_ID.test(one)));
  const isOurs = texts.length === 3 && others.length === 2 && ACCESS_KEY_ID.test(id) && !ACCESS_KEY_ID.test(secretAccessKey);
  return isOurs ? { id, secretAccessKey } : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A person may have put anything there. The text itself is never part of an error: a parser's message would quote it. */
function parsed(value: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(value));
  } catch {
    return {};
  }
}
