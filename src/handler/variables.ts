export type Environment = Readonly<Record<string, string | undefined>>;
export type Json = Readonly<Record<string, unknown>>;

/** A variable that matches a pattern. */
export function matching(
  environment: Environment,
  variable: string,
  pattern: RegExp,
  expected: string,
): RegExpExecArray {
  return pattern.exec(environment[variable] ?? '') ?? refuse(variable, environment[variable], expected);
}

/** A variable that is a JSON object. */
export function json(environment: Environment, variable: string): Json {
  const value = parsed(environment[variable]);
  return isObject(value) ? value : refuse(variable, environment[variable], 'a JSON object');
}

/** A part of a variable that is a JSON object. */
export function object(variable: string, value: unknown): Json {
  return isObject(value) ? value : refuse(variable, value, 'a JSON object');
}

/** A misspelt name would silently have no effect. */
export function refuseUnknown(variable: string, given: Json, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    refuse(variable, unknown, known.join(', '));
  }
}

export function refuse(variable: string, got: unknown, expected: string): never {
  throw new Error(
    `environment variable ${variable}: got ${JSON.stringify(got)}, expected ${expected}; deploy the stack again`,
  );
}

function parsed(value = ''): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
