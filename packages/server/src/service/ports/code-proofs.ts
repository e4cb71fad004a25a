/**
 * Remembers which pins were read together with their code, so that from then on a read without it is no proof of holding
 * the pin, by whom, and how many wrong codes were sent. It is kept beside the pin, because a pending poll never writes to
 * it; what is forgotten (a restart) comes back with the next poll.
 */
export interface CodeProofs {
  /** True when the pin has been read with its code before. */
  isDemanded(pinKey: string): boolean;
  /** True when this requester has read the pin with its code before. */
  hasProved(pinKey: string, requester: string): boolean;
  /**
   * The requester has sent the right code, which the pin now needs until the given time, in milliseconds since the
   * epoch.
   */
  prove(pinKey: string, requester: string, until: number): void;
  /**
   * Counts a try before it is known to be right, so that tries which race are never more than there may be.
   *
   * @returns false when the pin has had as many wrong ones as it may
   */
  takeTry(pinKey: string, until: number): boolean;
  /** The try was right, and so none. */
  refundTry(pinKey: string): void;
}
