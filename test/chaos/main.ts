// `npm run chaos`: kills, stops and cuts off what a service consists of while devices sign in, and judges what was answered.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { besides, groups } from './chaos.ts';
import { describe, timeline } from './history/explain.ts';
import { isClean, scoreOf } from './score.ts';
import type { Trial } from './trials/trial.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });

const isChosen = (name: string): boolean => positionals.length === 0 || positionals.some((word) => name.includes(word));
const chosen = Object.entries(groups).filter(([name]) => isChosen(name));
const beside = Object.entries(besides).filter(([name]) => isChosen(name));
if (chosen.length + beside.length === 0) {
  const names = [...Object.keys(groups), ...Object.keys(besides)].join(', ');
  process.stderr.write(`There are no such trials. There are: ${names}.\n`);
  process.exit(2);
}

function tell(trial: Trial): void {
  const { name, faults, failed, lockedAccounts, wronglyRevoked, longestErrorSeconds, complaints } = trial;
  const counts = Object.entries({ lockedAccounts, wronglyRevoked }).filter(([, number]) => number > 0);
  const wrong = [
    ...counts.map(([what, number]) => `${what} ${number}`),
    ...complaints,
    ...failed.map(({ kind, ended, calls }) => [`no token: ${kind}, ${ended}`, ...timeline(calls)].join('\n')),
    ...faults.map(describe),
  ];
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
    process.stderr.write(`✘ ${name}: ${error instanceof Error ? error.message.slice(0, 1500) : String(error)}\n`);
  }
}
for (const [name, play] of beside) {
  process.stderr.write(`told beside, ${name}: ${JSON.stringify(scoreOf([await play()]))}\n`);
}
const score = scoreOf(played);
const line = JSON.stringify(score);
process.stdout.write(`${line}\n`);
if (values.json !== undefined) writeFileSync(values.json, `${line}\n`);
const isFine =
  (played.length === 0 || isClean(score)) && broken === 0 && played.every(({ complaints }) => complaints.length === 0);
process.exit(isFine ? 0 : 1);
