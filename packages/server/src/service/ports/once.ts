/** Remembers what may be used only once: the `jti` of proofs and assertions, nonces. */
export interface Once {
  /**
   * Uses `value` up.
   *
   * @param until when it may be forgotten, because it would be refused for its age by then; milliseconds since the epoch
   * @returns false when it was used before, or when there is no room to remember it
   */
  use(value: string, until: number): Promise<boolean>;
}
