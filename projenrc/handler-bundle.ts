import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/**
 * jsii does not compile the function: it is no part of the API, reaches the library as one bundle, and imports what no
 * user of the library installs.
 */
export const HANDLER_SOURCES = 'src/handler/**';

/** The Lambda function that owns a key's life cycle, as one file that needs nothing else. */
export class HandlerBundle extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    // Another version of esbuild may write other bytes, which would deploy every function again.
    project.addDevDeps('esbuild@0.28.2');
    project.eslint?.allowDevDeps(`**/${HANDLER_SOURCES}`);
    project.compileTask.exec('tsx scripts/handler-bundle.ts');
    project.gitignore.exclude('/assets/');
    // It is not committed, and must be in the package: the construct takes it from there.
    project.npmignore?.include('/assets/');
  }
}
