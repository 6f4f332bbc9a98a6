import { packed } from '../dist';
import { Documentation, Unpack } from '../documentation';

export const pythonDocumentation: Documentation = {
  language: 'Python',
  task: 'package:python',
  files: /\.py$|METADATA$/,
  // PyPI's page.
  readme: /METADATA$/,
  hover: (type) => new RegExp(`^class ${type}\\([^]*?'''([^]*?)'''`, 'm'),
  creation: (type) => `\\b${type}\\(\\w+, "`,
};

export const unpackPython: Unpack = async (terminal) => {
  await terminal.run('python3', '-m', 'zipfile', '-e', packed('python', /\.whl$/), '.');
};
