// The tables of docs/conformance.md, made from the checks.
import type { CheckInfo } from '../../packages/linkpin/src/conformance/check.ts';
import { plexChecks } from '../../packages/linkpin/src/conformance/plex/checks.ts';
import { rfc8628Checks } from '../../packages/linkpin/src/conformance/rfc8628/checks.ts';
import { clientChecks } from '../../packages/linkpin/src/conformance/run-client.ts';

/** A part of the document, between two marks. */
const marks = (name: string): readonly [begin: string, end: string] => [
  `<!-- ${name}: made by test/conformance/table.ts -->`,
  `<!-- end of ${name} -->`,
];

const row = ({ name, section, level, rule }: CheckInfo): string => `| ${name} | ${section} | ${level} | ${rule} |`;

const tableOf = (checks: readonly CheckInfo[]): string =>
  ['| check | from | level | rule |', '|---|---|---|---|', ...checks.map(row)].join('\n');

/** Every table by its name. */
export const tables: Readonly<Record<string, string>> = {
  'checks of rfc8628': tableOf(rfc8628Checks),
  'checks of plex': tableOf(plexChecks),
  'checks of clients of rfc8628': tableOf(clientChecks('rfc8628')),
  'checks of clients of plex': tableOf(clientChecks('plex')),
};

/** A document with its parts made anew. */
export function withParts(document: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [begin, end] = marks(name);
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`The document has no place for ${name}: ${begin} … ${end}`);
    return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
  }, document);
}
