import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { KnownPins } from './known-pins.ts';

/** How a process learns of what others changed. */
export interface ChangeLook {
  /**
   * Has what changed forgotten, as far as the engine can tell at once.
   *
   * @returns whether a pin that is remembered can be taken to be pending still
   */
  look(): boolean;
  /** This process changed something itself: the next look is not put off. */
  lookSoon(): void;
  /** How many changes of pins were seen. */
  readonly pins: number;
}

/** What a process remembers of what it read and made, and how it learns that it changed. */
export interface Memory {
  readonly pins: KnownPins;
  readonly clients: Map<string, OAuthClient>;
  readonly changes: ChangeLook;
}
