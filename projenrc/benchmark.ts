import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** `npm run bench` measures this package against upstream in one run. It is no test: timings decide nothing in CI. */
export class Benchmark extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.addTask('bench', {
      description: 'Measures synth, import and package size against upstream; writes docs/benchmarks.md',
      exec: 'tsx bench/run.ts',
      receiveArgs: true,
    });
  }
}
