import { EmbeddedAws } from '../embedded-aws';

/** One statement about AWS, tried through the official SDKs. It rejects where the account behaves otherwise. */
export interface Probe {
  readonly statement: string;
  /** The behaviour of the emulator's extension that makes it true; none if ministack does it without the extension. */
  readonly behaviour?: string;
  run(aws: EmbeddedAws): Promise<void>;
}
