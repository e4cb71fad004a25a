// `npm run chaos`: kills, stops and cuts off what a service consists of while devices sign in, and judges what was answered.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { groups } from './chaos.ts';
import { describe } from './history/explain.ts';
import { isClean, scoreOf } from './score.ts';
import type { Trial } from './trials/trial.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });

const chosen = Object.entries(groups).filter(
  ([name]) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
);
if (chosen.length === 0) {
  process.stderr.write(`There are no such trials. There are: ${Object.keys(groups).join(', ')}.\n`);
  process.exit(2);
}

function tell(trial: Trial): void {
  const { name, faults, failedSignIns, lockedAccounts, wronglyRevoked, longestErrorSeconds, complaints } = trial;
  const counts = Object.entries({ failedSignIns, lockedAccounts, wronglyRevoked }).filter(([, number]) => number > 0);
  const wrong = [...counts.map(([what, number]) => `${what} ${number}`), ...complaints, ...faults.map(describe)];
  process.stderr.write(`${wrong.length === 0 ? '✔' : '✘'} ${name} (${longestErrorSeconds.toFixed(1)} s of errors)\n`);
  for (const line of wrong) process.stderr.write(`${line}\n`);
}

const played: Trial[] = [];
let broken = 0;
for (const [name, play] of chosen) {
  try {
    for await (const trial of play()) {
      tell(trial);
      played.push(trial);
    }
  } catch (error) {
    broken += 1;
    process.stderr.write(`✘ ${name}: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}\n`);
  }
}
const score = scoreOf(played);
const line = JSON.stringify(score);
process.stdout.write(`${line}\n`);
if (values.json !== undefined) writeFileSync(values.json, `${line}\n`);
const isFine = isClean(score) && broken === 0 && played.every(({ complaints }) => complaints.length === 0);
process.exit(isFine ? 0 : 1);
