import {
  App,
  BootstraplessSynthesizer,
  DockerImageAssetLocation,
  FileAssetLocation,
  FileAssetSource,
  Fn,
  ISynthesisSession,
  Stack,
  StackSynthesizer,
} from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Wiring } from '../wiring';
import { RotatingAccessKey, SesSmtpCredentials } from 'cdk-iam-access-key';

const ENVIRONMENT = { account: '111111111111', region: 'eu-central-1' };

/**
 * Like that of a StackSetStack with `assetBuckets` in cdk-stacksets: files come from a bucket in each region that
 * instances are deployed to, and the template is an asset of the stack around it.
 * @see https://github.com/cdklabs/cdk-stacksets/blob/main/src/stackset-stack.ts
 */
class RegionalBuckets extends StackSynthesizer {
  public readonly assets: FileAssetSource[] = [];

  public addFileAsset(asset: FileAssetSource): FileAssetLocation {
    this.assets.push(asset);
    const bucketName = Fn.join('-', ['asset-bucket', this.boundStack.region]);
    const objectKey = `${asset.sourceHash}.zip`;
    const path = `${bucketName}/${objectKey}`;
    return { bucketName, objectKey, httpUrl: `https://s3.${path}`, s3ObjectUrl: `s3://${path}` };
  }

  public addDockerImageAsset(): DockerImageAssetLocation {
    throw new Error('StackSets cannot use Docker Image Assets');
  }

  public synthesize(session: ISynthesisSession): void {
    this.synthesizeTemplate(session);
    // Tests look at it.
    this.emitArtifact(session);
  }
}

/** A template for many instances, inside the stack that makes them. */
function newTemplate(synthesizer = new RegionalBuckets()): { stack: Stack; synthesizer: RegionalBuckets } {
  const around = new Stack(new App(), 'Around', { env: ENVIRONMENT });
  return { stack: new Stack(around, 'Template', { synthesizer }), synthesizer };
}

const CONSTRUCTS: Array<[string, (stack: Stack) => RotatingAccessKey | SesSmtpCredentials]> = [
  ['RotatingAccessKey', (stack) => new RotatingAccessKey(stack, 'Key', { user: new User(stack, 'User') })],
  [
    'SesSmtpCredentials',
    (stack) =>
      new SesSmtpCredentials(stack, 'Key', {
        identities: [new EmailIdentity(stack, 'Identity', { identity: Identity.domain('example.com') })],
      }),
  ],
];

describe.each(CONSTRUCTS)('%s in the stack of a StackSet', (_name, addTo) => {
  test("has its function's code where the stack's synthesizer puts it", () => {
    // GIVEN
    const { stack, synthesizer } = newTemplate();

    // WHEN
    addTo(stack);

    // THEN
    const { Code } = new Wiring(stack).only('AWS::Lambda::Function').Properties;
    const [{ fileName, packaging, sourceHash }, ...others] = synthesizer.assets;
    expect(others).toEqual([]);
    expect({ fileName, packaging }).toEqual({ fileName: `asset.${sourceHash}`, packaging: 'zip' });
    expect(Code).toEqual({
      S3Bucket: { 'Fn::Join': ['-', ['asset-bucket', { Ref: 'AWS::Region' }]] },
      S3Key: `${sourceHash}.zip`,
    });
  });

  test('is bound to no account, region or stack', () => {
    // GIVEN
    const { stack } = newTemplate();

    // WHEN
    addTo(stack).metricKeyAge().createAlarm(stack, 'Alarm', { threshold: 75, evaluationPeriods: 1 });

    // THEN
    const template = JSON.stringify({ ...new Wiring(stack).resources });
    for (const bound of [
      ENVIRONMENT.account,
      ENVIRONMENT.region,
      stack.stackName,
      'Fn::ImportValue',
      'cdk-hnb659fds',
    ]) {
      expect(template).not.toContain(bound);
    }
    expect(template).toContain('{"Ref":"AWS::AccountId"}');
  });

  test('publishes metrics under another name in each instance, and an alarm of the instance looks at them', () => {
    // GIVEN
    const { stack } = newTemplate();

    // WHEN
    addTo(stack).metricKeyAge().createAlarm(stack, 'Alarm', { threshold: 75, evaluationPeriods: 1 });

    // THEN
    const wiring = new Wiring(stack);
    const published = wiring.only('AWS::Lambda::Function').Properties.Environment.Variables.METRIC_KEY;
    const watched = wiring.only('AWS::CloudWatch::Alarm').Properties.Dimensions[0].Value;
    const nameIn = (instance: string) =>
      published['Fn::Join'][1].map((part: any) => (part.Ref === 'AWS::StackName' ? instance : part)).join('');
    expect([nameIn('StackSet-1'), nameIn('StackSet-2')]).toEqual(['StackSet-1/Key', 'StackSet-2/Key']);
    expect(watched).toEqual(published);
  });

  test('is refused by a synthesizer without room for assets, as any function with code is', () => {
    const stack = new Stack(new App(), 'Stack', { synthesizer: new BootstraplessSynthesizer() });

    expect(() => addTo(stack)).toThrow('Cannot add assets to a Stack that uses the BootstraplessSynthesizer');
  });
});
