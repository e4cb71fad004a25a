// Pure: no I/O, no clock, no randomness.

/**
 * What a username or an e-mail address is compared by: compatible letters are one, and case does not matter.
 *
 * @returns the folded name; two names are of one account when they fold alike
 */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC');
}
