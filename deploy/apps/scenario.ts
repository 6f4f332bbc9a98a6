/** What one deployment of the test app holds. The app reads it from the context. */
export interface Scenario {
  readonly status?: 'Active' | 'Inactive';
  readonly serial?: number;

  /** Whose key it is. */
  readonly owner?: 'alice' | 'bob';

  /** Whether the key and its owner stay when the stack is destroyed. */
  readonly retain?: boolean;
}

/** The stack of each construct, by its suffix. */
export const CONSTRUCTS = ['thisPackage', 'awsIam'] as const;

export type ConstructName = (typeof CONSTRUCTS)[number];

/** The name of a construct's stack in one case. */
export function stackName(name: string, construct: ConstructName): string {
  return `${name}-${construct}`;
}
