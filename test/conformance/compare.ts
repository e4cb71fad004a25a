// The table of servers in docs/conformance.md.
import { runChecks, type Outcome, type Result } from '../../packages/linkpin/src/conformance/runner.ts';
import type { Compared } from './servers.ts';

/** A server and what became of its checks. */
export interface Row extends Pick<Compared, 'title' | 'setUp'> {
  readonly results: readonly Result[];
}

/** Runs the checks of one server, one after the other: they share its clock. */
export async function look({ title, setUp, checks, bench }: Compared): Promise<Row> {
  return { title, setUp, results: await runChecks(checks, bench, { inTurn: true }) };
}

const count = ({ results }: Row, outcome: Outcome): number =>
  results.filter((result) => result.outcome === outcome).length;

/** The text of a cell: one line, no column of its own. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function shown(result: Result | undefined): string {
  if (result === undefined) return '–';
  const { outcome, verdict } = result;
  if (verdict.kind === 'pass') return 'pass';
  return cell(`${outcome}: ${verdict.kind === 'fail' ? verdict.came : verdict.why}`);
}

/** The table: sums, then every check that not all of them pass. @param date of the run, such as `2026-12-01` */
export function comparison(rows: readonly Row[], date: string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const names = [...new Set(rows.flatMap(({ results }) => results.map(({ check }) => check.name)))];
  const of = (row: Row, name: string): Result | undefined => row.results.find(({ check }) => check.name === name);
  const differing = names.filter((name) => rows.some((row) => of(row, name)?.outcome !== 'pass'));
  const outcomes = ['pass', 'fail', 'warn', 'skip'] as const;
  return [
    `Run on ${date}.`,
    '',
    ...rows.map(({ setUp }) => `- ${setUp}`),
    '',
    line(['', ...rows.map(({ title }) => title)]),
    line(['', ...rows.map(() => '')].map(() => '---')),
    line([
      'passed / failed / warned / skipped',
      ...rows.map((row) => outcomes.map((one) => count(row, one)).join(' / ')),
    ]),
    ...differing.map((name) => line([name, ...rows.map((row) => shown(of(row, name)))])),
  ].join('\n');
}
