/** Where chance comes from: cryptographically strong, safe to call from anywhere at once. */
export interface Random {
  /** `count` fresh bytes. */
  bytes(count: number): Uint8Array;
  /** 128 fresh bits as base64url, 22 characters: the key of a record. */
  id(): string;
}
