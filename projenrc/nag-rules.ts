import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** The tests hold every construct to cdk-nag's AwsSolutions pack, which needs a newer constructs by its word alone. */
export class NagRules extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.addDevDeps('cdk-nag@^3');
    project.tryFindObjectFile('package.json')?.addOverride('overrides.cdk-nag.constructs', '$constructs');
  }
}
