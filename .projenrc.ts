import { awscdk, javascript, typescript } from 'projen';
import { ApiBaseline } from './projenrc/api-baseline';
import { ApiDocs } from './projenrc/api-docs';
import { Benchmark } from './projenrc/benchmark';
import { CommandsForNewcomers } from './projenrc/commands-for-newcomers';
import { EveryTestWorkflow } from './projenrc/every-test-workflow';
import { GoModuleGraph } from './projenrc/go-module-graph';
import { HANDLER_SOURCES, HandlerBundle } from './projenrc/handler-bundle';
import { IntegrationTests } from './projenrc/integration-tests';
import { LazyExports } from './projenrc/lazy-exports';
import { LifeCycleDoc } from './projenrc/life-cycle-doc';
import { NagRules } from './projenrc/nag-rules';
import { publishTargets } from './projenrc/publish-targets';
import { ReadmeSnippets } from './projenrc/readme-snippets';
import { Samples } from './projenrc/samples';
import { SimulatedWorld } from './projenrc/simulated-world';
import { testConventions } from './projenrc/test-conventions';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-iam-access-key',
  description:
    'AWS CDK constructs for IAM access keys and Amazon SES SMTP credentials: stored in AWS Secrets Manager, ' +
    'with automatic rotation, ' +
    'and a drop-in replacement for aws_iam.AccessKey',
  keywords: [
    'aws',
    'cdk',
    'iam',
    'access-key',
    'credentials',
    'key-rotation',
    'secret-rotation',
    'rotation',
    'secretsmanager',
    'secrets-manager',
    'ses',
    'smtp',
    'ses-smtp',
  ],
  author: 'cdk-iam-access-key authors',
  authorAddress: 'https://github.com/cdk-iam-access-key',
  repositoryUrl: 'https://github.com/cdk-iam-access-key/cdk-iam-access-key',
  license: 'Apache-2.0',
  defaultReleaseBranch: 'main',
  // Nothing has run on AWS itself (docs/verification.md).
  stability: 'experimental',

  // docs/adr/0003-support-aws-cdk-lib-from-2-260-0.md says why these are the lowest versions.
  cdkVersion: '2.260.0',
  constructsVersion: '10.5.0',
  jsiiVersion: '~6.0.0',
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24.x',

  // 13 needs a newer Node than the library's users have.
  bumpPackage: 'commit-and-tag-version@^12',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),
  sampleCode: false,
  // As aws-cdk-lib: the compiled code is readable, and a third of the time to load it went into its maps.
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  excludeTypescript: [HANDLER_SOURCES],
  lambdaAutoDiscover: false,
  integrationTestAutoDiscover: false,

  ...publishTargets,
  ...testConventions,

  devDeps: [
    'aws-sdk-client-mock@^4.1',
    'fast-check',
    'jsii-reflect',
    'listr2@^9',
    'tsx',
    // The embedded AWS is deployed to by the real CLI and asked by the official SDKs.
    'aws-cdk',
    ...['cloudformation', 'iam', 'lambda', 'secrets-manager', 'sesv2', 'sts'].map(
      (service) => `@aws-sdk/client-${service}`,
    ),
    // The SMTP credentials are used by a mail client.
    'nodemailer',
    // The manifest in docs/clients.md is validated against its published schema.
    'ajv@^8',
    'yaml@^2',
  ],
});

// Prettier breaks code, but neither comments nor strings.
project.addDevDeps('@stylistic/eslint-plugin@^2');
project.eslint?.addPlugins('@stylistic');
project.eslint?.addRules({
  '@stylistic/max-len': [
    'error',
    {
      code: 120,
      ignoreUrls: true,
      ignoreRegExpLiterals: true,
      // Prettier keeps the name of a test in its line, where a search for a failed test finds it.
      ignorePattern: "^\\s*((test|describe)[.a-z]*|[\\])}]+)\\(['`]",
    },
  ],
});

new GoModuleGraph(project);
new HandlerBundle(project);
new IntegrationTests(project);
new LazyExports(project);
new LifeCycleDoc(project);
new NagRules(project);
new ReadmeSnippets(project);
new SimulatedWorld(project);
new Samples(project);
new ApiBaseline(project);
new ApiDocs(project);
new CommandsForNewcomers(project);
new EveryTestWorkflow(project);
new Benchmark(project);

project.synth();
