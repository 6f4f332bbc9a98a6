import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/**
 * Keeps the generated `go.mod` resolvable.
 *
 * jsii-pacmak writes the *installed* version of `@aws-cdk/cloud-assembly-schema` into `go.mod`, and the floor's
 * Go module exists with this version of it. A newer one ends in an unresolvable module graph for Go users.
 */
export class GoModuleGraph extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.package.addField('overrides', { '@aws-cdk/cloud-assembly-schema': '54.1.0' });
  }
}
