import { Invariant } from './invariant';
import { AwsCall, MARKER } from '../world';

/** Every secret access key of the simulated world has the marker in it. */
export const NO_SECRET_TOLD: Invariant = {
  name: 'no secret access key is in anything but the secret and the signature of its test',
  brokenBy({ call, said, ended, before, after }) {
    if (call !== undefined && tells(call)) {
      return `${call.name} is asked with a secret access key in its request`;
    }
    const told = [...said ?? [], ...ended === undefined ? [] : [JSON.stringify(ended)]].find((text) => text.includes(MARKER));
    if (told !== undefined) {
      return 'a secret access key was said';
    }
    const { secret: { tags, versions } } = after;
    return before.secret !== after.secret && JSON.stringify([tags, versions.map(({ labels }) => labels)]).includes(MARKER) ? 'a secret access key is in a tag or a label' : undefined;
  },
};

/** The one field that must hold it is left out. */
function tells({ name, request }: AwsCall): boolean {
  switch (name) {
    case 'putSecretValue':
      return JSON.stringify({ ...request, value: undefined }).includes(MARKER);
    case 'getCallerIdentity':
      return request.keyId.includes(MARKER);
    default:
      return JSON.stringify(request).includes(MARKER);
  }
}
