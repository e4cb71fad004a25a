// What the client libraries for PostgreSQL do when the primary dies, in processes of their own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { startPair } from '../../test/postgres/pair.ts';
import { median } from './side-by-side.mjs';

/** What the libraries are measured on. */
export const tables = [
  'create table pins (id text collate "C" primary key, version int not null, record text not null)',
  "insert into pins select 'pin-' || n, 1, repeat('r', 600) from generate_series(0, 9999) n",
  'create table log (id bigint generated always as identity primary key, pin text not null, told text not null)',
  'grant all on pins, log to linkpin',
  'vacuum analyze',
];

/** What each does when the primary is killed, and the standby promoted a second later. */
export async function failovers(rounds) {
  const rows = [];
  for (const way of ['pg by itself', 'pg with care', 'postgres.js']) {
    const seen = { crashes: [], writing: [], hearing: [] };
    for (let round = 0; round < rounds; round += 1) {
      const { crashed, wrote, heard } = await failover(way);
      seen.crashes.push(crashed ? 1 : 0);
      seen.writing.push(wrote ?? Number.POSITIVE_INFINITY);
      seen.hearing.push(heard ?? Number.POSITIVE_INFINITY);
    }
    const row = (name, all, unit) => ({ name: `${way}, ${name}`, value: median(all), unit, rival: true });
    rows.push(
      row('crashed at the death of the primary', seen.crashes, ''),
      row('writes again after the promotion', seen.writing, 'ms'),
      row('hears again after the promotion', seen.hearing, 'ms'),
    );
  }
  return rows;
}

/** How long a client may take to come back, in milliseconds; afterwards it is said never to. */
const patience = 15_000;

async function failover(way) {
  await using pair = await startPair();
  const { name } = await pair.freshDatabase();
  await pair.primary.sqlIn(name, ...tables);
  await pair.caughtUp();
  const { password } = new URL(pair.primary.url);
  const urlOf = ({ port }) => `postgres://linkpin:${password}@127.0.0.1:${port}/${name}`;
  const program = new URL('postgresql-failover.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, way, urlOf(pair.primary), urlOf(pair.standby)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const gone = once(child, 'exit');
  const last = {};
  createInterface({ input: child.stdout }).on('line', (line) => (last[line.split(' ')[0]] = performance.now()));
  const ring = (server) => server.sqlIn(name, "select pg_notify('bell', '')").catch(() => {});
  const seenAfter = async (time, what, server, limit) => {
    while (!(last[what] > time) && child.exitCode === null && performance.now() < limit) {
      await ring(server);
      await setTimeout(5);
    }
    return last[what] > time ? last[what] - time : undefined;
  };
  const begin = performance.now();
  await seenAfter(begin, 'wrote', pair.primary, begin + patience);
  await seenAfter(begin, 'heard', pair.primary, begin + patience);
  await pair.primary.kill();
  await setTimeout(1000);
  await pair.promote();
  const promoted = performance.now();
  const limit = promoted + patience;
  const [wrote, heard] = [
    await seenAfter(promoted, 'wrote', pair.standby, limit),
    await seenAfter(promoted, 'heard', pair.standby, limit),
  ];
  const crashed = child.exitCode !== null;
  child.stdin.end();
  await gone;
  return { crashed, wrote, heard };
}
