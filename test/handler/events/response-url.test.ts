import { isResponseUrl } from '../../../src/handler/events/response-url';

const SIGNED =
  '/arn%3Aaws%3Acloudformation%3Aeu-west-1%3A111122223333%3Astack/App/1%7CKey%7C2?X-Amz-Signature=signature';

test.each([
  'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com',
  'https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com',
  'https://cloudformation-custom-resource-response-useast1.s3.us-east-1.amazonaws.com',
  'https://cloudformation-custom-resource-response-useast1.s3.dualstack.us-east-1.amazonaws.com',
  'https://cloudformation-custom-resource-response-usgovwest1.s3.us-gov-west-1.amazonaws.com',
  'https://cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn',
  'https://cloudformation-custom-resource-response-euscdeeast1.s3.eusc-de-east-1.amazonaws.eu',
  'https://cloudformation-custom-resource-response-usisoeast1.s3.us-iso-east-1.c2s.ic.gov',
])('CloudFormation accepts responses at %s', (origin) => {
  expect(isResponseUrl(origin + SIGNED)).toBe(true);
});

test.each([
  'http://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/',
  'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com:8443/',
  'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com.example.com/',
  'https://cloudformation-custom-resource-response-useast1.s3.example.com/',
  'https://cloudformation-custom-resource-response-useast1.execute-api.amazonaws.com/',
  'https://cloudformation-custom-resource-response-useast1.s3.evilamazonaws.com/',
  'https://example.com/cloudformation-custom-resource-response-useast1.s3.amazonaws.com',
  'https://user@example.com?cloudformation-custom-resource-response-useast1.s3.amazonaws.com',
  'https://mine.s3.amazonaws.com/',
  'https://169.254.169.254/latest/meta-data',
  'file:///etc/passwd',
  'no URL',
])('nothing is sent to %s', (url) => {
  expect(isResponseUrl(url)).toBe(false);
});

describe('with an endpoint of AWS in the environment', () => {
  test.each([
    ['http://127.0.0.1:4566/result/1', 'http://127.0.0.1:4566', true],
    ['http://127.0.0.1:4566/result/1', 'http://127.0.0.1:4567', false],
    ['http://example.com/', 'http://127.0.0.1:4566', false],
    ['http://127.0.0.1:4566/result/1', 'no URL', false],
    ['https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/', 'http://127.0.0.1:4566', true],
  ])('a response is sent to %s with the endpoint %s: %p', (url, endpoint, expected) => {
    expect(isResponseUrl(url, endpoint)).toBe(expected);
  });
});
