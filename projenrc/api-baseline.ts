import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/**
 * The committed jsii assembly is the reviewed public API.
 *
 * `npx projen compat` compares a fresh assembly with the one of the merge base and of the last release. projen's own
 * task compares with the package on npm, which says nothing about a change that is not yet released.
 */
export class ApiBaseline extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.gitignore.include('.jsii');
    project.gitignore.exclude('/.api-gate-*/');
    project.gitattributes.addAttributes('/.jsii', 'linguist-generated');
    project.tasks.tryFind('compat')?.reset('tsx scripts/api-gate/cli.ts', { receiveArgs: true });
    // A release build writes the released version into the assembly; the committed one says 0.0.0.
    project.tasks.tryFind('unbump')?.exec('git checkout HEAD -- .jsii');
  }
}
