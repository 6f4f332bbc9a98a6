import { Payload } from '../life-cycle/task';

/** The names of the secret's JSON fields. */
export interface AccessKeyFields {
  readonly userName: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The user, the key's id and its secret access key as JSON. */
export function accessKeyPayload(userName: string, fields: AccessKeyFields): Required<Payload> {
  return {
    compose: ({ id, secretAccessKey }) => JSON.stringify({
      [fields.userName]: userName, [fields.accessKeyId]: id, [fields.secretAccessKey]: secretAccessKey,
    }),
    credentials: (value) => {
      const stored = parsed(value);
      const [id, secretAccessKey] = [stored[fields.accessKeyId], stored[fields.secretAccessKey]];
      return isText(id) && isText(secretAccessKey) ? { id, secretAccessKey } : undefined;
    },
  };
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
