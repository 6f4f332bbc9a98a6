import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const FOLDER = join(__dirname, '..', 'src', 'handler', 'life-cycle');

/** The docstrings of one file of the life cycle: what it says about itself is what maintainers read. */
export class Docstrings {
  private readonly source: ts.SourceFile;

  public constructor(private readonly file: string) {
    this.source = ts.createSourceFile(file, readFileSync(join(FOLDER, file), 'utf8'), ts.ScriptTarget.Latest, true);
  }

  /** The docstring of a function, a constant, an interface or a type. */
  public of(name: string): string {
    return this.before(this.statement(name), name);
  }

  /** The docstring of a member of an interface. */
  public ofMember(name: string, member: string): string {
    const found = this.members(name).find(({ name: one }) => one?.getText() === member);
    return this.before(this.required(member, found), `${name}.${member}`);
  }

  public memberNames(name: string): string[] {
    return this.members(name).flatMap((member) => member.name?.getText() ?? []);
  }

  /** The docstring of each string of a union type, by the string. The first one's stands before the type. */
  public ofStrings(name: string): Map<string, string> {
    const { type } = this.statement(name) as ts.TypeAliasDeclaration;
    const texts = ts.isUnionTypeNode(type) ? [...type.types] : [type];
    return new Map(
      texts.map((text, index) => [
        text.getText().slice(1, -1),
        index === 0
          ? this.of(name)
          : this.required(text.getText(), lastComment(this.source.text.slice(texts[index - 1].end, text.getStart()))),
      ]),
    );
  }

  private members(name: string): readonly ts.TypeElement[] {
    return (this.statement(name) as ts.InterfaceDeclaration).members;
  }

  private before(node: ts.Node, name: string): string {
    return this.required(name, lastComment(this.source.text.slice(node.getFullStart(), node.getStart())));
  }

  private statement(name: string): ts.Statement {
    const found = this.source.statements.find((statement) => namesOf(statement).includes(name));
    return this.required(name, found);
  }

  private required<T>(name: string, found: T | undefined): T {
    if (found === undefined) {
      throw new Error(`${this.file} has no docstring of ${name}: docs/rules.md quotes it`);
    }
    return found;
  }
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Identifier };
  return name === undefined ? [] : [name.getText()];
}

/** The last comment before some code, as one line. */
function lastComment(text: string): string | undefined {
  const comments = [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)];
  return comments
    .at(-1)?.[1]
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .join(' ')
    .replace(/@see \S+/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}
