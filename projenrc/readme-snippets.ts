import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** Copies files that the tests run into README.md, before jsii reads it, and into docs/*.md. */
export class ReadmeSnippets extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const task = project.addTask('readme', {
      description: 'Copies the marked files and regions into README.md and docs/*.md',
      exec: 'tsx scripts/readme-snippets.ts',
    });
    project.preCompileTask.spawn(task);
  }
}
