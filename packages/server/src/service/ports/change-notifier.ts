/**
 * Notifies long polls of changed pins. Only a hint to read the pin again: the store is authoritative, and a lost
 * notification delays a response until its time-out but never makes it wrong.
 */
export interface ChangeNotifier {
  /** Announces a changed pin. Called after each successful replace; returns at once and never throws. */
  changed(pinId: string): void;
  /**
   * Subscribes to changes of a pin. `heard` is called once per change, synchronously; it must not throw and must defer
   * its work.
   *
   * @returns a function that unsubscribes; idempotent
   */
  watch(pinId: string, heard: () => void): () => void;
  /** The change counter. Take it before the read whose response may be held. */
  cursor(): number;
  /** True if the pin may have changed since `cursor`; a caller that has just subscribed must then read it again. */
  changedSince(pinId: string, cursor: number): boolean;
}
