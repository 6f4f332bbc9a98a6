import { Documentation } from '../documentation';

export const csharpDocumentation: Documentation = {
  language: 'C#',
  task: 'package:dotnet',
  files: /\.cs$/,
  // jsii has no other place for it: a package of NuGet gets no readme.
  readme: /NamespaceDoc\.cs$/,
  hover: (type) => new RegExp(`((?:^ *///.*\\n)+)(?:^ *\\[.*\\n)*^ *public class ${type} `, 'm'),
  creation: (type) => `\\bnew ${type}\\(\\w+, "`,
};
