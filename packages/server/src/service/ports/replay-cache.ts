/**
 * Remembers in the memory of this process what may be used only once: nonces, and the `jti` of proofs and assertions. It
 * starts empty with the process, so anything made before {@link startOf} must be refused; where several processes serve, what
 * something was given out for is in the store besides (`UsedOnce`), and the start is the store's.
 */
export interface ReplayCache {
  /**
   * Uses `value` up.
   *
   * @param until when it can be evicted, because it would be refused for its age by then; milliseconds since the epoch
   * @param user who uses it, and may use it again; default: nobody may
   * @returns false if it was used before, or if the cache is full
   */
  use(value: string, until: number, user?: string): Promise<boolean>;
}

/**
 * The second of a start, in milliseconds. A nonce or proof from before it may have been used before
 * it. Rounded down, because proofs give their time in seconds.
 */
export const startOf = (startedAt: number): number => Math.floor(startedAt / 1000) * 1000;
