// Pure: no I/O, no clock; randomness is passed in.

/** Where random bytes come from; the core has none of its own. */
export type RandomBytes = (count: number) => Uint8Array;

/** How one kind of code is made. */
export interface CodeFormat {
  /** The symbols that a code is drawn from, each equally likely. */
  readonly alphabet: string;
  /** How many symbols. */
  readonly length: number;
  /** The least number of symbols of a weak code that finds no place at `length`; one more where nothing is said. */
  readonly longer?: number;
  /** How long a pin with such a code lives, in milliseconds. */
  readonly life: number;
}

/**
 * The kinds of code that are issued. plex: `weak` is typed by a person, `strong` travels only in a link. OAuth: `user`
 * is typed; of a request by redirect, whose `strong` code nobody sees, none is.
 */
export type CodeKind = 'weak' | 'strong' | 'user';

/**
 * The plex formats (wire S8). A weak code leaves out O and I, which people take for 0 and 1: 34 symbols, 20.3 bits at
 * four characters, for 15 minutes. A strong code is 25 of 36 symbols, as plex.tv's are, for 30 minutes.
 */
export const plexCodes: Readonly<Record<'weak' | 'strong', CodeFormat>> = {
  weak: { alphabet: 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789', length: 4, life: 900_000 },
  strong: { alphabet: 'abcdefghijklmnopqrstuvwxyz0123456789', length: 25, life: 1_800_000 },
};

/** Draws a code; bytes that would make some symbols likelier are thrown away. */
export function drawCode(format: CodeFormat, random: RandomBytes): string {
  const fair = 256 - (256 % format.alphabet.length);
  let code = '';
  while (code.length < format.length) {
    for (const byte of random(format.length * 2)) {
      if (byte < fair && code.length < format.length) code += format.alphabet[byte % format.alphabet.length];
    }
  }
  return code;
}

/**
 * The one name space that all codes are looked up in: what a person typed, with full-width letters made plain, in
 * upper case, O as 0 and I as 1, and everything else (spaces, dashes, dots) left out. Two codes that fold alike are
 * the same code to a store, so a code that could be read as another is never issued.
 *
 * @returns the folded code, or '' when nothing of it could be a code
 */
export function foldCode(typed: string): string {
  return typed
    .slice(0, 256)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/I/g, '1');
}

/**
 * People read a code in groups of so many symbols, with a dash between: of four, three or five where they come out even,
 * else of four.
 */
export function groupSize(length: number): number {
  return [4, 3, 5].find((size) => length % size === 0) ?? 4;
}

/** True for text that could be a code of some kind, so that a picture of it may be drawn without looking it up. */
export function isWellFormed(code: string): boolean {
  return /^[0-9A-Za-z]{4,64}$/.test(code);
}
