import { cp } from 'node:fs/promises';
import { packed } from '../dist';
import { Documentation, Unpack } from '../documentation';

export const goDocumentation: Documentation = {
  language: 'Go',
  task: 'package:go',
  files: /\.go$|README\.md$/,
  // The module's page of pkg.go.dev.
  readme: /README\.md$/,
  hover: (type) => new RegExp(`((?:^//.*\\n)+)type ${type} interface `, 'm'),
  creation: (type) => `\\bNew${type}\\(\\w+, jsii\\.String\\("`,
};

export const unpackGo: Unpack = async (terminal) => {
  await cp(packed('go', /^cdkiamaccesskey$/), terminal.folder, { recursive: true });
};
