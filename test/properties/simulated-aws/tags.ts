import { Result, succeeded } from './result';
import { invalidParameter, whilePresent } from './secrets-manager';
import { SimulatedAws } from './simulated-aws';
import { Effects } from '../../../src/handler/life-cycle/effects';

/**
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices,
 * in ASCII.
 */
const KEY = /^(?!aws:)[A-Za-z0-9 +\-=._:/@]{1,128}$/;
const VALUE = /^[A-Za-z0-9 +\-=._:/@]{0,256}$/;
const TAGS_PER_SECRET = 50;

/**
 * "This operation appends tags to the existing list."
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html
 */
export function tagResource(aws: SimulatedAws, { tags }: Effects['tagResource']['request']): Result<void> {
  return whilePresent(aws, () => {
    const invalid = Object.entries(tags).find(([key, value]) => !KEY.test(key) || !VALUE.test(value));
    if (invalid) {
      return invalidParameter(aws, `The tag ${invalid[0]} has a character or a length that tags cannot have.`);
    }
    const all = { ...Object.fromEntries(aws.secret.tags), ...tags };
    return Object.keys(all).length > TAGS_PER_SECRET
      ? invalidParameter(aws, `A secret has at most ${TAGS_PER_SECRET} tags.`)
      : succeeded(withTags(aws, Object.entries(all)));
  });
}

/**
 * "This operation is idempotent." https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html
 */
export function untagResource(aws: SimulatedAws, { keys }: Effects['untagResource']['request']): Result<void> {
  return whilePresent(aws, () =>
    succeeded(
      withTags(
        aws,
        aws.secret.tags.filter(([key]) => !keys.includes(key)),
      ),
    ),
  );
}

function withTags(aws: SimulatedAws, tags: readonly (readonly [string, string])[]): SimulatedAws {
  return { ...aws, secret: { ...aws.secret, tags: [...tags].sort(([one], [other]) => (one < other ? -1 : 1)) } };
}
