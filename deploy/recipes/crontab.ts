/** What a crontab sets, and what it runs. */
export interface Crontab {
  readonly variables: Readonly<Record<string, string>>;
  readonly commands: readonly string[];
}

/** Reads a crontab as crontab(5) describes it. Throws if a line has another form. */
export function crontab(text: string): Crontab {
  const variables: Record<string, string> = {};
  const commands: string[] = [];
  for (const line of text.trim().split('\n')) {
    const [, name, value, command] = /^(?:([A-Z_]+)=(.*)|(?:[\d*]+ +){5}([^%]+))$/.exec(line) ?? refuse(line);
    if (name !== undefined) {
      variables[name] = value;
    } else {
      commands.push(command);
    }
  }
  return { variables, commands };
}

function refuse(line: string): never {
  throw new Error(`not a line of a crontab, in which % stands for a line break: ${line}`);
}
