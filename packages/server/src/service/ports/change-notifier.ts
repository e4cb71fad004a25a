/**
 * Word of changed pins, to whoever waits for them. It is only ever a hint to look again: the store says what is true, and
 * a word that is lost costs the wait until its time is over, never a wrong answer.
 */
export interface ChangeNotifier {
  /** A pin changed. Called after each successful replace; returns at once and never throws. */
  changed(pinKey: string): void;
  /**
   * Listens for changes of a pin. `heard` is called in the turn in which the word arrives, once for each change, and must
   * neither throw nor do the work itself.
   *
   * @returns what stops listening; more than once does no harm
   */
  watch(pinKey: string, heard: () => void): () => void;
  /** Where the count of changes stands. Take it before a read whose answer is to be waited on. */
  cursor(): number;
  /** True when the pin may have changed since `cursor`: then a reader that has only begun to listen now looks again. */
  changedSince(pinKey: string, cursor: number): boolean;
}
