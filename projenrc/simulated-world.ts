import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/**
 * The life cycle against a simulated AWS, for longer than a test may take, and the proof that its tests find defects.
 */
export class SimulatedWorld extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.addTask('explore', {
      description: "Searches every order of a key's life within bounds; --soak for wider ones",
      exec: 'tsx test/properties/explore.ts',
      receiveArgs: true,
    });
    project.addTask('soak', {
      description: 'Tries random histories of a key, and the wide searches, for as long as you like: --minutes 60',
      exec: 'tsx test/properties/soak.ts',
      receiveArgs: true,
    });
    project.addTask('mutants', {
      description:
        'Puts the defects of test/mutants into the sources, one by one, and expects a test to fail: mutants handler',
      exec: 'tsx scripts/pipeline/main.ts mutants',
      receiveArgs: true,
    });
  }
}
