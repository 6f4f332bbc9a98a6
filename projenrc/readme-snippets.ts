import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** Copies the marked regions of the example apps, which the tests run, into the README before jsii reads it. */
export class ReadmeSnippets extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const task = project.addTask('readme', {
      description: 'Copies the example apps\' marked regions into README.md',
      exec: 'tsx scripts/readme-snippets.ts',
    });
    project.preCompileTask.spawn(task);
  }
}
