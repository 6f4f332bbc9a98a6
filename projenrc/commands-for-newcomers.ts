import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/**
 * `npm start`, `npm run consume` and `npm test` do everything on a fresh clone, the installation of their own tools
 * included.
 */
export class CommandsForNewcomers extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    for (const command of ['start', 'consume', 'test']) {
      project.setScript(command, `node scripts/fresh-clone.cjs ${command}`);
    }
    // What the scripts install for themselves: the embedded AWS and the Node.js version of the functions.
    project.gitignore.exclude('/.embedded-aws/');
    project.npmignore?.exclude(
      '/.embedded-aws/',
      '/.ci/',
      '/bench/',
      '/consumers/',
      '/deploy/',
      '/examples/',
      '/scripts/',
      '/CONTRIBUTING.md',
      '/SECURITY.md',
      '/.compatignore',
      '/tsconfig.dev.json',
    );
  }
}
