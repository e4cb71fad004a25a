// `npm run conformance:peers`: runs the checks on our own and on other people's servers, and writes docs/conformance.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { comparison, look, type Row } from './compare.ts';
import {
  movedDate,
  startBetterAuth,
  startBetterAuthProvider,
  startLinkpin,
  startOidcProvider,
  type Compared,
} from './servers.ts';
import { withParts } from './table.ts';

const date = new Date().toISOString().slice(0, 10);
const clock = movedDate();
const rows: Row[] = [];
const starts: readonly (() => Promise<Compared>)[] = [
  startLinkpin,
  () => startOidcProvider(clock.pass),
  () => startBetterAuth(clock.pass, false),
  () => startBetterAuth(clock.pass, true),
  () => startBetterAuthProvider(clock.pass),
];
for (const start of starts) {
  const server = await start();
  rows.push(await look(server));
  await server.stop();
  process.stderr.write(`${server.title}: done\n`);
}
const file = new URL('../../docs/conformance.md', import.meta.url);
const table = comparison(rows, date);
writeFileSync(file, withParts(readFileSync(file, 'utf8'), { peers: table }));
process.stdout.write(`${table}\n`);
process.exit();
