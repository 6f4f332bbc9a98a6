import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/**
 * `npm run bench` measures this package against upstream and a peer in one run. It is no test: timings decide nothing
 * in CI.
 */
export class Benchmark extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.addTask('bench', {
      description: 'Measures the constructs and their function against upstream and a peer; writes docs/benchmarks.md',
      // The deploy tests' app imports the package by its name, and is to get the compiled one.
      exec: 'tsx --tsconfig deploy/apps/tsconfig.json bench/run.ts',
      receiveArgs: true,
    });
    // What the benchmark installs for itself.
    project.gitignore.exclude('/.bench-peers/');
    project.npmignore?.exclude('/.bench-peers/');
  }
}
