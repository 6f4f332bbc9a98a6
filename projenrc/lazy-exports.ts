import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** Importing the package costs what is used of it. */
export class LazyExports extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.compileTask.exec('tsx scripts/lazy-exports.ts');
  }
}
