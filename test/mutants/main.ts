// `npm run mutants`: takes every guard of the list out in turn, and fails when no test notices.
import { parseArgs } from 'node:util';
import { mutants } from './list.ts';
import { playMutants, type Outcome, type Verdict } from './run.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, list: { type: 'boolean', default: false } },
});
const chosen = mutants.filter(({ name }) => values.only?.some((word) => name.includes(word)) !== false);

const sentences: Readonly<Record<Verdict, string>> = {
  noticed: 'noticed',
  survived: 'SURVIVED: its tests pass without the guard',
  unfounded: 'its tests do not pass with the guard either',
  broken: 'what is left without the guard is no program',
  endless: 'its tests did not end',
};

function tell({ mutant, verdict, output, seconds }: Outcome): void {
  const isGood = verdict === 'noticed';
  process.stdout.write(`${isGood ? '✔' : '✘'} ${mutant.name}: ${sentences[verdict]} (${seconds.toFixed(1)} s)\n`);
  if (!isGood) process.stdout.write(`${mutant.file} ${mutant.symbol}, ${mutant.tests.join(', ')}\n`);
  if (!isGood && verdict !== 'survived') process.stdout.write(`${output.slice(-3000)}\n`);
}

if (values.list) {
  for (const { name, file, symbol } of chosen) process.stdout.write(`${name} (${file} ${symbol})\n`);
} else {
  const outcomes = await playMutants(chosen, tell);
  const failed = outcomes.filter(({ verdict }) => verdict !== 'noticed').length;
  process.stdout.write(`${outcomes.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 && outcomes.length > 0 ? 0 : 1;
}
