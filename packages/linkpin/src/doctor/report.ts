import { plainText } from '../terminal/plain-text.ts';
import type { Style } from '../terminal/style.ts';
import { wrap } from '../terminal/wrap.ts';
import type { Finding, State } from './finding.ts';

/** Characters per line of a sentence. */
const width = 60;

const words: Readonly<Record<State, string>> = { ok: 'ok', note: 'note', wrong: 'MEND' };

/**
 * Formats a finding for people: its state and check in columns, then what was found, and below it what to do.
 *
 * @param finding untrusted texts; terminal control characters are removed
 */
export function findingLines({ check, state, found, mend }: Finding, style: Style): string {
  const tint = { ok: style.green, note: style.dim, wrong: style.bold }[state];
  const indent = ' '.repeat(18);
  const [first = '', ...rest] = wrap(plainText(found), width);
  const lines = [
    `${tint(words[state].padEnd(4))}  ${check.padEnd(10)}  ${first}`,
    ...rest.map((line) => indent + line),
  ];
  if (mend !== undefined)
    lines.push(...wrap(plainText(mend), width - 2).map((line) => `${indent}  ${style.bold(line)}`));
  return lines.map((line) => `${line}\n`).join('');
}

/** The last line: whether anything has to be mended. */
export function summary(findings: readonly Finding[]): string {
  const count = (state: State): number => findings.filter((finding) => finding.state === state).length;
  const [wrong, notes] = [count('wrong'), count('note')];
  const noted = notes === 0 ? '' : notes === 1 ? ' One note.' : ` ${notes} notes.`;
  if (wrong === 0) return `Nothing to mend.${noted}`;
  return `${wrong === 1 ? 'One thing' : `${wrong} things`} to mend.${noted}`;
}
