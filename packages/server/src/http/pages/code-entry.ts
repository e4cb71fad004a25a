// Pure: no I/O, no clock, no randomness. Reads the code out of what somebody entered.
import { foldCode, type CodeFormat } from '../../domain/code.ts';

/** What was entered. */
export interface CodeEntry {
  readonly code: string;
  /** Only the code was entered, not a link or a sentence with it, which somebody else may have written. */
  readonly alone: boolean;
}

/** The usual formats: those of codes that are issued while few are live and nobody guesses. */
type Formats = readonly Pick<CodeFormat, 'alphabet' | 'length'>[];

/** The length of the longest code that people type. */
const longestTyped = 12;

const isUsual = (folded: string, formats: Formats): boolean =>
  formats.some(({ alphabet, length }) => {
    const symbols = foldCode(alphabet);
    return folded.length === length && [...folded].every((symbol) => symbols.includes(symbol));
  });

/** The code in a link to the page for codes, with or without its scheme. */
function codeInLink(text: string, baseUrl: string): string | undefined {
  const page = new URL(`${baseUrl.replace(/\/+$/, '')}/link`);
  for (const [part] of text.matchAll(/\S+\?\S+/g)) {
    const link = URL.parse(/^https?:\/\//i.test(part) ? part : `${page.protocol}//${part}`);
    if (link?.host !== page.host || link.pathname.replace(/\/+$/, '') !== page.pathname) continue;
    const code = link.searchParams.get('code') ?? '';
    if (foldCode(code) !== '') return code;
  }
  return undefined;
}

/** True for capitals and digits, or letters mixed with digits, which are not words of a sentence. */
const isCodeLike = (token: string): boolean => /^[^a-z]+$/.test(token) || (/\d/.test(token) && /[a-z]/.test(token));

/** The only code in a sentence; undefined if there is none, or more than one. */
function codeInSentence(text: string, formats: Formats): string | undefined {
  const runs: string[][] = [[]];
  for (const token of text.normalize('NFKC').split(/[\s,;:!?"'“”‘’«»()<>[\]]+|\.(?=\s|$)/)) {
    if (token !== undefined && foldCode(token) !== '' && isCodeLike(token)) runs.at(-1)?.push(token);
    else if (token !== undefined && token !== '') runs.push([]);
  }
  const found = runs.map((run) => run.join('')).filter((run) => isUsual(foldCode(run), formats));
  return found.length === 1 ? found[0] : undefined;
}

/**
 * Reads what was entered: a code, our own link with a code, or a sentence with one code in it.
 *
 * @param formats the formats of codes to look for in a sentence
 * @param baseUrl the URL of this service
 */
export function readCodeEntry(text: string, formats: Formats, baseUrl: string): CodeEntry {
  const folded = foldCode(text);
  const couldBeOne = /^[\p{L}\p{N}\s._·‐-―-]*$/u.test(text.normalize('NFKC')) && folded.length <= longestTyped;
  if (couldBeOne || isUsual(folded, formats)) return { code: text, alone: true };
  const code = codeInLink(text, baseUrl) ?? codeInSentence(text, formats);
  return code === undefined ? { code: text, alone: true } : { code, alone: false };
}

/** Whether a code of so many symbols is unusual, whatever symbols they are. */
export const isUnusualLength = (length: number, formats: Formats): boolean =>
  formats.every((format) => format.length !== length);
