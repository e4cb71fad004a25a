/**
 * What was used and may be used only once, as any process of a store knows it. What is used for nothing but a poll of a
 * pending pin is not written here: the memory of the process (`ReplayCache`) is enough for it.
 */
export interface UsedOnce {
  /**
   * Uses `value` up. Of concurrent callers exactly one succeeds, or one user.
   *
   * @param value any text; kept in clear: pass the hash of what is secret
   * @param until when it can be forgotten, because it would be refused for its age by then; milliseconds since the epoch
   * @param user who uses it, and may use it again; default: nobody may
   * @returns false if it was used before
   */
  use(value: string, now: number, until: number, user?: string): Promise<boolean>;
  /** Deletes up to `limit` values that could be forgotten at `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
  /**
   * Since when nothing that was used is missing, in milliseconds since the epoch: the beginning of the store, or the last
   * promotion of another server. Who begins to serve later does not change it.
   */
  readonly since: number;
}
