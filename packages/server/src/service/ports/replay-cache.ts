/**
 * Remembers what may be used only once: the `jti` of proofs and assertions, nonces. It begins empty with the process,
 * so what was made before {@link startOf} must not be used any more.
 */
export interface ReplayCache {
  /**
   * Uses `value` up.
   *
   * @param until when it may be forgotten, because it would be refused for its age by then; milliseconds since the epoch
   * @param user who uses it, and may use it again; default: nobody may
   * @returns false when it was used before, or when there is no room to remember it
   */
  use(value: string, until: number, user?: string): Promise<boolean>;
}

/**
 * The second in which a process began to remember, in milliseconds: a nonce or a proof that was made before it may have been
 * used before it. Those who make proofs know the time to the second.
 */
export const startOf = (startedAt: number): number => Math.floor(startedAt / 1000) * 1000;
