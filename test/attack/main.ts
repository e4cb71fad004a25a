// `npm run attack`: plays an attacker against a service that it starts, while honest people link devices.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allAttacks, playAttacks } from './attack.ts';
import { overBound, report, sumsOf } from './score.ts';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '75' }, json: { type: 'string' } },
  allowPositionals: true,
});
const chosen = allAttacks.filter(
  ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
);
const played = await playAttacks(chosen, Number(values.seconds), ({ name, attempts, hits }) => {
  process.stderr.write(`${name}: ${attempts} attempts, ${hits.length} hits\n`);
});
process.stdout.write(`${report(played)}\n`);
const sums = sumsOf(played.rows);
const { letThrough } = played;
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ ...sums, letThrough })}\n`);
const isSafe = sums.hits === 0 && overBound(letThrough).length === 0;
process.exitCode = isSafe && sums.honestSucceeded === sums.honestTried ? 0 : 1;
