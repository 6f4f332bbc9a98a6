import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** Writes the document about the rules from the rules that decide. */
export class LifeCycleDoc extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    // Another version of Graphviz may lay the picture out anew.
    project.addDevDeps('@viz-js/viz@3.31.0');
    const task = project.addTask('docs:life-cycle', {
      description:
        'Writes docs/rules.md and its picture from the rules of the life cycle, and the picture of README.md',
      exec: 'tsx scripts/life-cycle-doc.ts',
    });
    task.exec('tsx scripts/life-line.ts');
    project.tasks.tryFind('docgen')!.spawn(task);
    ['/docs/rules.md', '/docs/images/life-cycle.svg', '/docs/images/life-line.svg'].forEach((file) =>
      project.gitattributes.addAttributes(file, 'linguist-generated'),
    );
  }
}
