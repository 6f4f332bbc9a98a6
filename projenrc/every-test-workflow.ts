import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { JobPermission } from 'projen/lib/github/workflows-model';

/** Runs `.ci/run` on every pull request, with every toolchain there, so that nothing is reported as not run. */
export class EveryTestWorkflow extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.buildWorkflow?.addPostBuildJob('every-test', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      tools: {
        node: { version: '24.x' },
        java: { version: '17' },
        python: { version: '3.x' },
        go: { version: 'stable' },
        dotnet: { version: '10.x' },
      },
      env: { CI: 'true' },
      steps: [
        {
          name: 'Checkout with history, for the API baseline',
          uses: 'actions/checkout@v5',
          with: {
            ref: '${{ github.event.pull_request.head.sha }}',
            repository: '${{ github.event.pull_request.head.repo.full_name }}',
            path: 'repository',
            'fetch-depth': 0,
          },
        },
        { name: 'Every test', run: 'bash .ci/run', workingDirectory: 'repository' },
      ],
    });
  }
}
