/** The domains of AWS's partitions. */
const DOMAINS = ['amazonaws.com', 'amazonaws.com.cn', 'amazonaws.eu', 'c2s.ic.gov', 'sc2s.sgov.gov', 'cloud.adc-e.uk', 'csp.hci.ic.gov'];

/**
 * The buckets that CloudFormation takes answers in. Their names are documented, for those who restrict what leaves their network.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/vpc-interface-endpoints.html
 */
const BUCKET = /^cloudformation-custom-resource-response-[a-z0-9]+\.s3([.-][a-z0-9-]+)*$/;

/**
 * Whether an answer may be sent to this URL: CloudFormation's own, or where all calls to AWS go if `AWS_ENDPOINT_URL` leads them elsewhere.
 *
 * An event is what its sender says. The function must not be a way to send requests from inside an account to anywhere.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function isResponseUrl(text: string, endpoint?: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname, origin, port } = new URL(text);
  const isBucket = DOMAINS.some((domain) => hostname.endsWith(`.${domain}`) && BUCKET.test(hostname.slice(0, -domain.length - 1)));
  return (protocol === 'https:' && port === '' && isBucket) || (endpoint !== undefined && URL.canParse(endpoint) && origin === new URL(endpoint).origin);
}
