/**
 * The public C# API: each type by its full name, with the type's own declaration and its members, one normalized line
 * each. Modifiers that do not change how a member is called (virtual, override) are left out.
 */
export type Declarations = Map<string, string[]>;

/** A declaration and what stands between its braces. */
interface Block {
  readonly header: string;
  readonly body?: string;
}

/**
 * Reads the C# that jsii-pacmak writes: every attribute, comment and pragma has its own line. It is no parser for
 * other C#.
 */
export function publicDeclarations(sources: string[]): Declarations {
  const namespaces = sources.flatMap((source) =>
    blocks(withoutComments(source)).filter(({ header }) => header.startsWith('namespace ')),
  );
  return new Map(namespaces.flatMap(({ header, body }) => typesOf(header.replace('namespace ', ''), body)));
}

function typesOf(namespace: string, body: string | undefined): [string, string[]][] {
  return blocks(body).flatMap((block): [string, string[]][] => {
    const [, modifiers, kind, name] =
      /^public ((?:abstract |sealed |static )*)(class|interface|enum) (\w+)/.exec(block.header) ?? [];
    if (name === undefined) {
      return [];
    }
    const supertypes = block.header.split(' : ')[1];
    const declaration = `${modifiers}${kind}${supertypes === undefined ? '' : ` : ${supertypes}`}`;
    return [[`${namespace}.${name}`, [declaration, ...membersOf(kind, block.body)]]];
  });
}

function membersOf(kind: string, body = ''): string[] {
  if (kind === 'enum') {
    return body
      .split(',')
      .map((member) => member.trim())
      .filter((member) => member !== '');
  }
  return blocks(body).flatMap((block) => {
    const isPublic =
      kind === 'interface'
        ? !/^(new )?(internal|private|protected) /.test(block.header)
        : block.header.startsWith('public ');
    return isPublic ? [memberOf(block)] : [];
  });
}

function memberOf({ header, body }: Block): string {
  // An @ escapes a reserved word and is no part of the name.
  const declaration = header.replace(/\b(public|virtual|override|abstract|new) |@/g, '');
  if (declaration.includes('(')) {
    return declaration.replace(/\): base\(.*$/, ')');
  }
  const accessors = blocks(body).map((accessor) => /^\w+/.exec(accessor.header)?.[0]);
  return `${declaration} { ${accessors.map((accessor) => `${accessor}; `).join('')}}`;
}

function withoutComments(source: string): string {
  return source
    .split('\n')
    .filter((line) => !/^\s*(\/\/|#|\[.*\]\s*$)/.test(line))
    .join('\n');
}

/** The statements and the braced blocks of the outermost level. */
function blocks(text = ''): Block[] {
  const found: Block[] = [];
  let depth = 0;
  let start = 0;
  let bodyStart = 0;
  for (let position = 0; position < text.length; position++) {
    const character = text[position];
    if (character === '{') {
      bodyStart = depth === 0 ? position + 1 : bodyStart;
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) {
        found.push({ header: oneLine(text.slice(start, bodyStart - 1)), body: text.slice(bodyStart, position) });
        start = position + 1;
      }
    } else if (character === ';' && depth === 0) {
      found.push({ header: oneLine(text.slice(start, position)) });
      start = position + 1;
    }
  }
  return found;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
