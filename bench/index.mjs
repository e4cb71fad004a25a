// `npm run bench`: measures all figures, or the named ones, and prints a table. `--json FILE` also saves them, and
// `--write` updates BENCHMARKS.md and its plots.
//
// A figure is a file of this folder that exports
//   id     'P10', as in the list of figures
//   title  the question that it answers, on one line
//   run    () => rows, each { name, value, unit, aim?, rival?, spread? }: lower-case name, a number, 'ms' | 'KiB' | …;
//          `aim` is the target in words, and makes the row one of the figures; `rival` marks what is measured for
//          comparison; `spread` is the lowest and the highest over the rounds
//   plots  optional: rows => { file name without extension: a chart of support/plot.mjs }
//   long   optional: true for what takes many minutes and only runs when named
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { busy } from './support/cpu.mjs';
import { howBusy, machine, writeReport } from './support/report.mjs';

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, write: { type: 'boolean', default: false } },
  allowPositionals: true,
});

const figures = await readFigures();
const wanted = positionals.map((name) => name.toLowerCase());
const isWanted = ({ id, file, long }) =>
  wanted.length === 0 ? long !== true : [id.toLowerCase(), file].some((name) => wanted.includes(name));
const chosen = figures.filter(isWanted);

if (chosen.length === 0) {
  console.error(`No such figure. There are: ${figures.map(({ id, file }) => `${id} (${file})`).join(', ')}.`);
  process.exitCode = 2;
} else {
  console.log(machine());
  const results = [];
  for (const { id, title, run, plots } of chosen) {
    const busyBefore = await busy();
    console.log(`\n${id}  ${title}\n  (${howBusy(busyBefore)})`);
    const rows = await run();
    for (const row of rows) console.log(line(row));
    results.push({ id, title, rows, busyBefore, charts: plots?.(rows) ?? {} });
  }
  if (values.json !== undefined) keep(values.json, results);
  if (values.write) await writeReport(results);
}

async function readFigures() {
  const files = readdirSync(import.meta.dirname).filter((file) => /\.(mjs|ts)$/.test(file) && file !== 'index.mjs');
  const all = await Promise.all(
    files.map(async (file) => ({ ...(await import(`./${file}`)), file: file.replace(/\.\w+$/, '') })),
  );
  return all.filter(({ id }) => id !== undefined).sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

function line({ name, value, unit, aim, rival, spread }) {
  const shown = (number) => number.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: false });
  const rounds = spread === undefined ? '' : `(${spread.map(shown).join('–')}) `;
  return `  ${name.padEnd(50)} ${shown(value).padStart(8)} ${unit.padEnd(6)} ${rounds}${rival ? '(beside)' : ''}${aim ? `aim ${aim}` : ''}`.trimEnd();
}

/**
 * Saves the results: `figures` are the rows with an aim, each with its id and the machine's load before; `rows` are
 * all.
 */
function keep(file, results) {
  const rows = results.flatMap(({ id, rows: own, busyBefore }) => own.map((row) => ({ id, ...row, busyBefore })));
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ machine: machine(), figures: rows.filter(({ aim }) => aim !== undefined), rows }, null, 2)}\n`,
  );
}
