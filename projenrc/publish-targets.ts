import { AwsCdkConstructLibraryOptions } from 'projen/lib/awscdk';

/**
 * Where each language finds the package. Every registry trusts the release workflow itself (OIDC), so that no token is
 * stored.
 */
export const publishTargets = {
  releaseToNpm: true,
  npmTrustedPublishing: true,
  publishToPypi: {
    distName: 'cdk-iam-access-key',
    module: 'cdk_iam_access_key',
    trustedPublishing: true,
  },
  publishToMaven: {
    javaPackage: 'io.github.cdkiamaccesskey',
    mavenGroupId: 'io.github.cdk-iam-access-key',
    mavenArtifactId: 'cdk-iam-access-key',
    // Maven Central has no trusted publishing: this target alone needs secrets.
    mavenServerId: 'central-ossrh',
  },
  publishToNuget: {
    dotNetNamespace: 'Cdk.IamAccessKey',
    packageId: 'Cdk.IamAccessKey',
    // NuGet takes no SVG. jsii-pacmak downloads it from there into the package.
    iconUrl: 'https://raw.githubusercontent.com/cdk-iam-access-key/cdk-iam-access-key/main/docs/images/icon.png',
    trustedPublishing: true,
  },
  publishToGo: {
    moduleName: 'github.com/cdk-iam-access-key/cdk-iam-access-key-go',
    packageName: 'cdkiamaccesskey',
  },
} satisfies Partial<AwsCdkConstructLibraryOptions>;
