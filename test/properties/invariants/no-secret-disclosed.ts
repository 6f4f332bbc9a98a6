import { Invariant } from './invariant';
import { AwsCall, MARKER, SimulatedAws } from '../simulated-aws';

/**
 * Every secret access key of the simulated AWS has the marker in it. Of SMTP credentials, the stored passwords are
 * looked for.
 */
export const NO_SECRET_DISCLOSED: Invariant = {
  name: 'no secret access key or password is in anything but the secret and the signature of its test',
  brokenBy({ call, said, ended, before, after }) {
    const discloses = disclosureIn(after);
    if (call !== undefined && discloses(withoutSecretField(call))) {
      return `${call.name} is asked with a secret access key in its request`;
    }
    if ([...(said ?? []), ...(ended === undefined ? [] : [JSON.stringify(ended)])].some(discloses)) {
      return 'a secret access key was said';
    }
    const {
      secret: { tags, versions },
    } = after;
    return before.secret !== after.secret && discloses(JSON.stringify([tags, versions.map(({ labels }) => labels)]))
      ? 'a secret access key is in a tag or a label'
      : undefined;
  },
};

/** Whether some output has a part that must not be disclosed. */
function disclosureIn({ secret: { versions } }: SimulatedAws): (output: string) => boolean {
  const secrets = [MARKER, ...versions.flatMap(({ value }) => PASSWORD.exec(value ?? '')?.[1] ?? [])];
  return (output) => secrets.some((one) => output.includes(one));
}

const PASSWORD = /"password":"([^"]+)"/;

/** The one field that must hold a secret is left out. */
function withoutSecretField({ name, request }: AwsCall): string {
  switch (name) {
    case 'putSecretValue':
      return JSON.stringify({ ...request, value: undefined });
    case 'getCallerIdentity':
      return request.keyId;
    default:
      return JSON.stringify(request);
  }
}
