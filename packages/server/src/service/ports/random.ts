/** A cryptographically secure source of randomness. */
export interface Random {
  /** `count` fresh bytes. */
  bytes(count: number): Uint8Array;
  /** 128 fresh bits as base64url, 22 characters: the id of a record. */
  id(): string;
}
