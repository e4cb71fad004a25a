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
  /** Where the count of changes stands. Take it before a read whose answer is to be waited on. */
  cursor(): number;
  /** True when the pin may have changed since `cursor`: then a reader that has only begun to listen now looks again. */
  changedSince(pinId: string, cursor: number): boolean;
}
