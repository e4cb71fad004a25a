/** Where it stands which set-up link works, for every thread that may be asked. There is one at most. */
export interface SetUpNote {
  /** The key with this hash works until then, milliseconds since the epoch; the one before stops. */
  put(hash: string, until: number): void;
  /** True for the one that was put last, until its time. */
  has(hash: string): boolean;
  /** None works any more. */
  clear(): void;
}
