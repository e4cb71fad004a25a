// A run as JUnit's XML, which CI servers show. No I/O.
import { shownExchange } from '../curl.ts';
import type { Judged } from '../expectations.ts';
import type { RunHead } from './json.ts';
import { countedAs, sums } from './summary.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML 1.0, which has no control characters, however they are written. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');

/**
 * A run as a test suite: what failed has failed, what is skipped or a known failure is skipped, and a warning is the output of
 * a case that passed, or a failure in a strict run.
 */
export function junitText(head: RunHead, judged: readonly Judged[], strict: boolean): string {
  const cases = judged.map((one) => testCase(one, head, strict));
  const { pass, fail, warn, skip, known } = sums(judged);
  const failures = fail + (strict ? warn : 0);
  const tests = pass + fail + warn + skip + known;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="linkpin conformance" tests="${tests}" failures="${failures}" skipped="${skip + known}">
  <testsuite name="${escaped(head.profile)}" hostname="${escaped(head.target)}" timestamp="${escaped(head.at)}" tests="${tests}" failures="${failures}" errors="0" skipped="${skip + known}">
${cases.join('')}  </testsuite>
</testsuites>
`;
}

function testCase(one: Judged, { profile }: RunHead, strict: boolean): string {
  const { check, verdict } = one.result;
  const open = `    <testcase classname="${escaped(profile)}" name="${escaped(check.name)}"`;
  const counted = countedAs(one);
  if (verdict.kind === 'pass') return `${open}/>\n`;
  if (verdict.kind === 'skip') return `${open}><skipped message="${escaped(verdict.why)}"/></testcase>\n`;
  const { came, due, exchange } = verdict;
  const message = escaped(`${check.rule} Came: ${came}. Due: ${due}.`);
  if (counted === 'known') return `${open}><skipped message="known: ${message}"/></testcase>\n`;
  const shown = exchange === null ? '' : Object.values(shownExchange(exchange)).join('\n');
  const text = escaped(`${check.section}, ${check.level}. ${check.why}\n${shown}`);
  return counted === 'warn' && !strict
    ? `${open}><system-out>${message}\n${text}</system-out></testcase>\n`
    : `${open}><failure message="${message}">${text}</failure></testcase>\n`;
}
