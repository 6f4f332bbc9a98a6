import { Component } from 'projen';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';

/** Languages whose API reference stands in `docs/api/`; TypeScript's is `API.md`. */
const LANGUAGES = ['python', 'java', 'csharp', 'go'];

/** Writes the API reference of every language from the one assembly, and corrects it where jsii-docgen is wrong. */
export class ApiDocs extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const docgen = project.tasks.tryFind('docgen')!;
    for (const language of LANGUAGES) {
      const file = `docs/api/${language}.md`;
      docgen.spawn(
        project.addTask(`docgen:${language}`, {
          description: `Writes ${file} from the assembly`,
          exec: `jsii-docgen -l ${language} -o ${file}`,
        }),
      );
      project.gitattributes.addAttributes(`/${file}`, 'linguist-generated');
    }
    docgen.exec('tsx scripts/api-docs/correct.ts');
    project.npmignore?.exclude('/docs/', '/API.md');
  }
}
