import { basename, join } from 'node:path';
import { OWN_FOLDER } from './consumer';
import { packed } from '../dist';
import { Documentation, Unpack } from '../documentation';

export const javaDocumentation: Documentation = {
  language: 'Java',
  task: 'package:java',
  files: /\.java$/,
  readme: /package-info\.java$/,
  hover: (type) => new RegExp(`^/\\*\\*([^]*?)^public class ${type} `, 'm'),
  creation: (type) => `\\b(?:${type}\\.Builder\\.create|new ${type})\\(\\w+, "`,
};

/** The editor reads the sources, as Maven downloads them beside the classes. */
export const unpackJava: Unpack = async (terminal) => {
  const version = packed(OWN_FOLDER, /^\d+\.\d+\.\d+/);
  await terminal.run('jar', 'xf', packed(join(OWN_FOLDER, basename(version)), /-sources\.jar$/));
};
