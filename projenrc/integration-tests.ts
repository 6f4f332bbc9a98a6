import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** `npm run integ` deploys `test/integ.*.ts` to a real account. Never in CI: it needs credentials, and costs. */
export class IntegrationTests extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.addDevDeps('@aws-cdk/integ-tests-alpha@^2.245.0-alpha.0');
    project.addTask('integ', {
      description: 'Deploys the integration tests to the account of your AWS credentials, and destroys them',
      exec: 'tsx scripts/integ.ts',
    });
  }
}
