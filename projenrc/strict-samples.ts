import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** Compiles every TypeScript sample of README.md and of the docstrings; one that does not compile fails the build. */
export class StrictSamples extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.package.addField('jsii', {
      ...(project.package.manifest.jsii as object),
      metadata: { jsii: { rosetta: { strict: true } } },
    });
    project.addTask('samples', {
      description: 'Compiles the samples of README.md and the docstrings',
      exec: 'jsii-rosetta extract --strict',
    });
    project.gitignore.exclude('.jsii.tabl.json');
    project.npmignore?.exclude('.jsii.tabl.json', '/rosetta/');
  }
}
