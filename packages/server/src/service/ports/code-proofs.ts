/**
 * Remembers which pending pins were polled together with their code, so that from then on a poll without it is no
 * proof of holding the pin. It is kept beside the pin, because a pending poll never writes to it; what is forgotten
 * (a restart) comes back with the next poll.
 */
export interface CodeProofs {
  /** The pin with this internal key now needs its code, until the given time in milliseconds since the epoch. */
  demand(pinKey: string, until: number): void;
  /** True when the pin has been polled with its code before. */
  isDemanded(pinKey: string): boolean;
}
