// Writes the generated parts of BENCHMARKS.md, between its markers; the rest is written by hand.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { draw } from './plot.mjs';

const root = join(import.meta.dirname, '../..');
const report = join(root, 'BENCHMARKS.md');
const plotFolder = 'docs/plots';

/** Describes the machine in one line. */
export const machine = () =>
  `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${cpus()[0]?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;

/** Describes the load before the measurement, as from {@link busy}. */
export const howBusy = (share) =>
  share === undefined ? 'nobody can tell how busy' : `${Math.round(share * 100)} % of it in use just before`;

const shown = (value) => value.toLocaleString('en', { maximumSignificantDigits: 3 });

const rowOf = (id, { name, value, unit, aim, rival, spread }) =>
  `| ${id} | ${rival ? `*${name}*` : name} | ${shown(value)} ${unit} | ${spread?.map(shown).join('–') ?? ''} | ${aim ?? ''} |`;

/** The section of one figure, preceded by a comment with the date and machine. */
const sectionOf = ({ id, title, rows, charts, busyBefore }) =>
  [
    `### ${id}: ${title}`,
    '',
    `${new Date().toISOString().slice(0, 10)}, ${machine()}; ${howBusy(busyBefore)}`,
    '',
    '| id | what | measured | over the rounds | aim |',
    '|---|---|---|---|---|',
    ...rows.map((row) => rowOf(id, row)),
    ...Object.keys(charts).flatMap((file) => ['', `![${title}](${plotFolder}/${file}.svg)`]),
    '',
  ].join('\n');

/** Updates the measured figures in BENCHMARKS.md and draws their plots. */
export async function writeReport(results) {
  let text = readFileSync(report, 'utf8');
  mkdirSync(join(root, plotFolder), { recursive: true });
  for (const result of results) {
    const [start, end] = [`<!-- ${result.id} -->`, `<!-- /${result.id} -->`];
    const from = text.indexOf(start);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`BENCHMARKS.md has no place for ${result.id}: ${start} … ${end}`);
    text = `${text.slice(0, from + start.length)}\n\n${sectionOf(result)}\n${text.slice(to)}`;
    for (const [file, chart] of Object.entries(result.charts)) {
      writeFileSync(join(root, plotFolder, `${file}.svg`), await draw(chart));
    }
  }
  writeFileSync(report, text);
}
