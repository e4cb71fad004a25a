// Pure: no I/O, no clock, no randomness.

/** One @ with text on both sides and no space: only a message to it can tell whether it exists. */
const pattern = /^[^\s@"<>,;:\\()[\]]{1,64}@[^\s@"<>,;:\\()[\]]{1,190}$/u;

/**
 * Reads an e-mail address as somebody typed it. What could end a line, or hide a part of it, is refused wherever it stands.
 *
 * @returns the address in its normal form (NFC); undefined if it is none
 */
export function readEmailAddress(text: string): string | undefined {
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return undefined;
  const address = text.trim().normalize('NFC');
  return pattern.test(address) ? address : undefined;
}
