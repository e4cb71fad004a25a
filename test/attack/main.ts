// `npm run attack`: plays an attacker against a service that it starts, while honest people link devices.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { attacks, playAttacks } from './attack.ts';
import { report, sumsOf } from './score.ts';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '75' }, json: { type: 'string' } },
  allowPositionals: true,
});
const chosen = attacks.filter(
  ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
);
const rows = await playAttacks(chosen, Number(values.seconds), ({ name, attempts, hits }) => {
  process.stderr.write(`${name}: ${attempts} attempts, ${hits.length} hits\n`);
});
process.stdout.write(`${report(rows)}\n`);
const sums = sumsOf(rows);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(sums)}\n`);
process.exitCode = sums.hits === 0 && sums.honestSucceeded === sums.honestTried ? 0 : 1;
