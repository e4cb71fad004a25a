// Pure: no I/O, no clock, no randomness. English with accents, longer and in brackets: what looks plain is not translated.
import type { Catalogue } from './catalogue.ts';
import { english } from './en.ts';

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀçđéƒǧĥíĵķĺɱñóƥɋŕšŧúṽŵẋýžÁßÇĐÉƑǦĤÍĴĶĹḾÑÓƤɊŔŠŦÚṼŴẊÝŽ';

/** A third longer, as long as the longest of the usual translations. */
function lengthened(text: string): string {
  const words = text.split(/\{\w+\}/).join('').length;
  return ' ~'.repeat(Math.ceil(words / 6));
}

/** Rewrites a text; its slots stay. */
const pseudoText = (text: string): string =>
  `[${text.replaceAll(/\{\w+\}|[A-Za-z]/g, (found) => accented[plain.indexOf(found)] ?? found)}${lengthened(text)}]`;

type Tree = string | { readonly [key: string]: Tree };

const pseudoTree = (words: Tree): Tree =>
  typeof words === 'string'
    ? pseudoText(words)
    : Object.fromEntries(Object.entries(words).map(([key, value]) => [key, pseudoTree(value)]));

/** The catalogue of `en-XA`, made from the English one. */
export const createPseudo = (): Catalogue<'en-XA'> => pseudoTree(english as unknown as Tree) as Catalogue<'en-XA'>;
