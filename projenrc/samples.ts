import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** The samples in each language. jsii-pacmak finds this file beside the assembly. */
const TABLET = '.jsii.tabl.json';

/**
 * Translates every TypeScript sample of README.md and of the docstrings into the other languages.
 *
 * The compilation writes the tablet, as it belongs to one assembly. The tablet is its own cache: only new samples, and
 * samples of changed types, are translated again. The npm package contains it: the workflows create the packages of the
 * other languages from the npm package, and Construct Hub takes its samples from there.
 */
export class Samples extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.package.addField('jsii', {
      ...(project.package.manifest.jsii as object),
      metadata: { jsii: { rosetta: { strict: true } } },
    });
    const samples = project.addTask('samples', {
      description: 'Compiles the samples of README.md and the docstrings, and translates them',
      exec: 'jsii-rosetta extract --strict --batch',
    });
    project.compileTask.spawn(samples);
    // By default, a sample without a translation reaches all languages in TypeScript.
    for (const task of project.tasks.all.filter(({ name }) => name.startsWith('package:'))) {
      const [pack] = task.steps;
      task.updateStep(0, { ...pack, args: ['--rosetta-unknown-snippets', 'fail'], receiveArgs: true });
    }
    project.gitignore.exclude(TABLET);
    project.npmignore?.include(TABLET);
    project.npmignore?.exclude('/rosetta/');
  }
}
