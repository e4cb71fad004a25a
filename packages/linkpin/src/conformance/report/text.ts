// A run as text. What the server said is shown without control characters. No I/O.
import { plainText } from '../../terminal/plain-text.ts';
import type { Style } from '../../terminal/style.ts';
import { wrap } from '../../terminal/wrap.ts';
import { shownExchange } from '../curl.ts';
import type { Judged } from '../expectations.ts';
import { countedAs, sums, type Count } from './summary.ts';

const words: Readonly<Record<Count, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  warn: 'WARN',
  skip: 'SKIP',
  known: 'KNOWN',
};

const width = 96;

const indented = (text: string): string =>
  wrap(plainText(text), width)
    .map((line) => `        ${line}\n`)
    .join('');

/** A check and what became of it: one line, and for what is broken what was sent, what came, what was due and why. */
export function resultText(judged: Judged, style: Pick<Style, 'bold' | 'green' | 'dim'>): string {
  const { check, verdict } = judged.result;
  const counted = countedAs(judged);
  const word = words[counted].padEnd(5);
  const paint = counted === 'pass' ? style.green : counted === 'skip' ? style.dim : style.bold;
  const head = `${paint(word)} ${check.name}  ${style.dim(`${check.section}, ${check.level}`)}\n`;
  switch (verdict.kind) {
    case 'pass':
      return head;
    case 'skip':
      return `${head}      ${style.dim(plainText(verdict.why))}\n`;
    case 'fail': {
      const { came, due, exchange } = verdict;
      const shown = exchange === null ? null : shownExchange(exchange);
      const lines = [
        `rule  ${check.rule}`,
        `came  ${plainText(came)}`,
        `due   ${plainText(due)}`,
        `why   ${check.why}`,
      ];
      const sent = shown === null ? '' : `      sent  ${plainText(shown.curl)}\n`;
      const got = shown === null ? '' : shown.response.split('\n').map(indented).join('');
      return `${head}${lines.map((line) => `      ${line}\n`).join('')}${sent}${got}`;
    }
  }
}

/** The last line: how many of each. */
export function sumsText(judged: readonly Judged[]): string {
  const { pass, fail, warn, skip, known } = sums(judged);
  const knownText = known === 0 ? '' : `, ${known} known`;
  return `${pass} passed, ${fail} failed, ${warn} warned, ${skip} skipped${knownText}\n`;
}
