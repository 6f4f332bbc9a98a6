import { isResponseUrl } from './response-url';
import { Task } from '../life-cycle/task';

/**
 * What is read of a request. Its ResponseURL is signed, so that the event is never logged.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export interface CloudFormationEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  /** Not in a Create. */
  readonly PhysicalResourceId?: string;
  /** Booleans arrive as strings. */
  readonly ResourceProperties?: { readonly RetainKey?: string };
}

/** Whose requests are served, and for which user and secret. */
export interface Served {
  /** `<stack id>/<logical id>` */
  readonly resource: string;
  readonly user: { readonly name: string };
  readonly secretId: string;
  /** Where calls to AWS go, if not to AWS. */
  readonly endpoint?: string;
}

/** The physical id after a Create that failed. A secret that Create has claimed has an owner's tag. */
const NOT_CREATED = 'not-created';

/** A UUID. Secrets Manager takes it as the token of the version with the first key. */
const REQUEST_ID = /^[\w-]{32,64}$/;

/** Whether a Delete follows a Create that failed, and never claimed a secret. */
export function hasCreatedNothing({ RequestType, PhysicalResourceId }: CloudFormationEvent): boolean {
  return RequestType === 'Delete' && PhysicalResourceId === NOT_CREATED;
}

export function isCloudFormationEvent(event: object): event is CloudFormationEvent {
  return 'RequestType' in event && 'ResponseURL' in event;
}

/**
 * Throws for a request that is not of this stack, or not of CloudFormation. Then no response is sent either, because
 * the URL is not trusted.
 *
 * No event is quoted in an error.
 */
export function assertExpectedSender(event: CloudFormationEvent, { resource, endpoint }: Served): void {
  if (`${event.StackId}/${event.LogicalResourceId}` !== resource) {
    throw new Error(
      `the request is for another resource, and no response was sent: this function serves ${resource} only`,
    );
  }
  if (!isWellFormed(event) || !isResponseUrl(event.ResponseURL, endpoint)) {
    throw new Error(
      'not a valid CloudFormation custom resource request; no response was sent. Only CloudFormation can ' +
        'deploy this construct',
    );
  }
}

/** A Create without an id would have Secrets Manager's client invent one, and a repeated event create a second key. */
function isWellFormed({ RequestType, RequestId, PhysicalResourceId }: CloudFormationEvent): boolean {
  return (
    ['Create', 'Update', 'Delete'].includes(RequestType) &&
    REQUEST_ID.test(RequestId) &&
    ['string', 'undefined'].includes(typeof PhysicalResourceId)
  );
}

/**
 * The same for the whole life of the resource: a changed one would have CloudFormation delete the old one. It names
 * the user and the secret, not the key.
 *
 * So an Update to another user or secret differs from it, and the Update back, by which CloudFormation rolls back,
 * does not.
 */
export function physicalIdOf({ LogicalResourceId }: CloudFormationEvent, { user, secretId }: Served): string {
  return `${LogicalResourceId}/${user.name}/${secretNameOf(secretId)}`;
}

function secretNameOf(secretId: string): string {
  return secretId.slice(secretId.lastIndexOf(':') + 1);
}

/** The physical id in the response. */
export function physicalIdAfter(event: CloudFormationEvent, served: Served, succeeded: boolean): string {
  return event.PhysicalResourceId ?? (succeeded ? physicalIdOf(event, served) : NOT_CREATED);
}

/** What a request asks for. Throws if the user or the secret was changed, before any call. */
export function cloudFormationTask(event: CloudFormationEvent, served: Served): Task {
  switch (event.RequestType) {
    case 'Create':
      return { kind: 'create', token: event.RequestId };
    case 'Update':
      refuseChange(event, served);
      return { kind: 'update' };
    case 'Delete':
      return deletion(event, served);
  }
}

/**
 * After a Create that failed or sent no response, the physical id is `NOT_CREATED` or one that CloudFormation made up.
 */
function deletion(event: CloudFormationEvent, served: Served): Task {
  const created = event.PhysicalResourceId?.startsWith(`${event.LogicalResourceId}/`) ?? false;
  if (created) {
    refuseChange(event, served);
  }
  return { kind: 'delete', created, retain: event.ResourceProperties?.RetainKey === 'true' };
}

/** While such an Update fails and is rolled back, the function is set to what it refuses. */
function refuseChange({ PhysicalResourceId = '' }: CloudFormationEvent, { user, secretId }: Served): void {
  const [, userName, ...secretName] = PhysicalResourceId.split('/');
  if (userName !== user.name) {
    throw new Error(
      `the user cannot be changed${from(userName)} to ${user.name}, because clients would lose the key of the ` +
        'former user at once' +
        '. Add a second construct for the other user, move the clients to its secret, then remove the first',
    );
  }
  if (secretName.join('/') !== secretNameOf(secretId)) {
    throw new Error(
      `the secret cannot be changed${from(secretName.join('/'))} to ${secretId}, because clients would lose ` +
        'the key that they read at once' +
        '. Add a second construct with another user, move the clients to its secret, then remove the first',
    );
  }
}

/** A physical ID that CloudFormation made up names neither a user nor a secret. */
function from(former: string | undefined): string {
  return former ? ` from ${former}` : '';
}
