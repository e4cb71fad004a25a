/** How long a nonce is valid, in milliseconds (wire 1.9). */
export const nonceLife: number = 300_000;

/** Self-contained nonces: their issuer and time can be verified, so that issuing one needs no memory. */
export interface Nonces {
  /** Makes a nonce: a UUID, as plex.tv's are, of version 8 (RFC 9562 §5.8). */
  make(): string;
  /** When a nonce was issued, to the second, in milliseconds since the epoch; undefined if it was not issued here. */
  madeAt(nonce: string): number | undefined;
}
