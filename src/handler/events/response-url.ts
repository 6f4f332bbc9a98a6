/** The domains of AWS's partitions. */
const DOMAINS = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
];

/**
 * The buckets of CloudFormation's response URLs. Their names are documented for users who restrict traffic that leaves
 * their network.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/vpc-interface-endpoints.html
 */
const BUCKET = /^cloudformation-custom-resource-response-[a-z0-9]+\.s3([.-][a-z0-9-]+)*$/;

/**
 * Whether a response may be sent to this URL: CloudFormation's own, or that of all calls to AWS if `AWS_ENDPOINT_URL`
 * is set.
 *
 * An event is what its sender says. The function must not be a way to send requests from inside an account to anywhere.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function isResponseUrl(url: string, endpoint?: string): boolean {
  if (!URL.canParse(url)) {
    return false;
  }
  const { protocol, hostname, origin, port } = new URL(url);
  const isBucket = DOMAINS.some(
    (domain) => hostname.endsWith(`.${domain}`) && BUCKET.test(hostname.slice(0, -domain.length - 1)),
  );
  return (
    (protocol === 'https:' && port === '' && isBucket) ||
    (endpoint !== undefined && URL.canParse(endpoint) && origin === new URL(endpoint).origin)
  );
}
