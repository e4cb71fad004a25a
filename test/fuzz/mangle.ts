// Text that is nearly right: samples of a grammar, spliced, cut, repeated, and sprinkled with what breaks parsers.
import type { Chance } from './chance.ts';

/** What breaks parsers: control, bidi, combining, full-width, surrogates, separators of every grammar, numbers at edges. */
const nasty: readonly string[] = [
  ...[
    '\u0000',
    '\u0001',
    '\t',
    '\r',
    '\n',
    '\r\n',
    '\u000b',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\ufeff',
  ],
  ...[
    '\u202e',
    '\u2066',
    '\u200b',
    '\u200d',
    '\u0301',
    '\u0301'.repeat(40),
    '\ud800',
    '\udc00',
    '\ud83d\ude00',
    '\uffff',
  ],
  ...[
    'ＡＢ０１',
    '①',
    'ﬁ',
    'İ',
    'ı',
    'ß',
    'Ⅸ',
    '０',
    'Ｏ',
    'ОІ',
    'אב',
    'ا',
    '٣',
    '\u{1d7d8}',
    '\u{e0041}',
    '\u{10ffff}',
  ],
  ...['%', '%00', '%0a', '%C3%28', '%ED%A0%80', '%F0%9F%98%80', '%zz', '%2', '&', '=', '&&', '==', '+', ';', ',', ',,'],
  ...[
    '"',
    '\\',
    '\\"',
    "'",
    '`',
    '<',
    '>',
    '<!--',
    ']]>',
    '&amp;',
    '{',
    '}',
    '[',
    ']',
    '[[[[[[[[',
    '{"a":',
    ':',
    '::',
    '/',
  ],
  ...['//', '..', '/../', '?', '#', '@', '|', '$', '*', '(', ')', '-', '_', '.', '...', ' ', '  ', '~', '^'],
  ...['0', '-0', '-1', '1e309', '1e-9', '9007199254740993', '2147483648', '4294967296', 'NaN', 'Infinity', '0x10', '١'],
  ...[
    'null',
    'true',
    'undefined',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '[object Object]',
  ],
];

/** Text with some of it changed, or all. */
export function mangle(chance: Chance, samples: readonly string[]): string {
  let text = chance.pick(samples);
  for (let turns = chance.below(5); turns > 0; turns -= 1) {
    const at = chance.below(text.length + 1);
    const end = at + chance.below(Math.min(12, text.length - at) + 1);
    switch (chance.below(8)) {
      case 0:
        text = text.slice(0, at) + text.slice(end);
        break;
      case 1:
      case 2:
        text = text.slice(0, at) + chance.pick(nasty) + text.slice(end);
        break;
      case 3:
        text = text.slice(0, at) + String.fromCharCode(chance.below(chance.is(0.7) ? 256 : 65_536)) + text.slice(at);
        break;
      case 4:
        text = text.slice(0, at) + text.slice(at, end).repeat(1 + chance.below(20)) + text.slice(end);
        break;
      case 5: {
        const other = chance.pick(samples);
        text = text.slice(0, at) + other.slice(chance.below(other.length + 1));
        break;
      }
      case 6:
        text = chance.is(0.5) ? text.toUpperCase() : text.toLowerCase();
        break;
      default:
        text = chance.is(0.02) ? text + chance.pick(nasty).repeat(3000) : text;
    }
  }
  return text.slice(0, 70_000);
}

/** What may stand in a header as it comes from the wire: a byte a character, no line ends. */
export const asHeader = (text: string): string =>
  Buffer.from(text, 'utf8')
    .toString('latin1')
    .replaceAll(/[\r\n\0]/g, ' ');
