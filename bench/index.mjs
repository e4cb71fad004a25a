// `npm run bench`: measures every figure, or those named, and prints them as a table. `--json FILE` keeps them too.
//
// A figure is a file of this folder that exports
//   id     'P10', as in the list of figures
//   title  the question it answers, in a line
//   run    () => rows, each { name, value, unit, aim?, rival? }: lower-case name, a number, 'ms' | 'KiB' | 'ratio' …;
//          `aim` is what we want, in words; `rival` marks what is measured beside ours.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });

const figures = await readFigures();
const wanted = positionals.map((name) => name.toLowerCase());
const chosen = figures.filter(
  ({ id, file }) => wanted.length === 0 || [id.toLowerCase(), file].some((n) => wanted.includes(n)),
);

if (chosen.length === 0) {
  console.error(`No such figure. There are: ${figures.map(({ id, file }) => `${id} (${file})`).join(', ')}.`);
  process.exitCode = 2;
} else {
  console.log(
    `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${cpus()[0]?.model ?? '?'}`,
  );
  const results = [];
  for (const { id, title, run } of chosen) {
    console.log(`\n${id}  ${title}`);
    for (const row of await run()) {
      console.log(line(row));
      results.push({ id, ...row });
    }
  }
  if (values.json !== undefined) keep(values.json, results);
}

async function readFigures() {
  const files = readdirSync(import.meta.dirname).filter((file) => /\.(mjs|ts)$/.test(file) && file !== 'index.mjs');
  const all = await Promise.all(
    files.map(async (file) => ({ ...(await import(`./${file}`)), file: file.replace(/\.\w+$/, '') })),
  );
  return all.filter(({ id }) => id !== undefined).sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

function line({ name, value, unit, aim, rival }) {
  const number = value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: false });
  return `  ${name.padEnd(44)} ${number.padStart(8)} ${unit.padEnd(6)} ${rival ? '(beside)' : ''}${aim ? `aim ${aim}` : ''}`.trimEnd();
}

function keep(file, results) {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ figures: results }, null, 2)}\n`);
}
