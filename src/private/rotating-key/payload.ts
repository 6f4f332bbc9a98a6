/** What the secret holds of a key (src/handler/secret-format/configuration.ts). */
export interface Payload {
  /** The type of the custom resource, for those who read stack events. */
  readonly resourceType: string;
  /**
   * Whether the key can be read back from the secret. Then the function must be allowed to, as it tests the key in
   * another run than that which made it.
   */
  readonly isReadable: boolean;
  readonly environment: Record<string, string>;
}
