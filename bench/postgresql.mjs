import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPair } from '../test/postgres/pair.ts';
import { psql } from '../test/postgres/psql.ts';
import { startServer as startDatabase } from '../test/postgres/server.ts';
import { headers, pollsOfPins } from './support/plex-polls.mjs';
import { measureInTurns, median, ratio, startServer } from './support/side-by-side.mjs';

export const id = 'P12';
export const title =
  'What does PostgreSQL cost beside SQLite, a standby beside none, and another replica beside the same?';
export const long = true;

/** Pins to poll in turn, and approvals. */
const [pins, approvals, atOnce, rounds] = [5000, 40, 50, 5];

const keys = JSON.stringify([{ kid: 'bench', secret: randomBytes(32).toString('base64url') }]);
const pinsOf = ({ port }) => `http://127.0.0.1:${port}/api/v2/pins`;
const ask = async (server) => (await fetch(pinsOf(server), { method: 'POST', headers })).json();

async function pollsOf(server, folder, name) {
  const ids = [];
  while (ids.length < pins)
    ids.push(...(await Promise.all(Array.from({ length: atOnce }, async () => (await ask(server)).id))));
  const file = join(folder, name);
  writeFileSync(file, ids.join('\n'));
  return pollsOfPins(server, file);
}

/** A pending poll on a replica, beside the one process on SQLite. */
async function polls(url, folder) {
  const replica = await startServer('linkpin-postgres.mjs', { url, keys });
  const sqlite = await startServer('linkpin.mjs', { store: 'sqlite' });
  const turns = await measureInTurns(
    { sqlite: await pollsOf(sqlite, folder, 'sqlite'), postgres: await pollsOf(replica, folder, 'postgres') },
    rounds,
  );
  await Promise.all([replica.stop(), sqlite.stop()]);
  return [
    { name: 'poll on SQLite, CPU', value: turns.sqlite.cpu, unit: 'µs', rival: true },
    { name: 'poll on a replica, CPU', value: turns.postgres.cpu, unit: 'µs' },
    { name: "SQLite's CPU over the replica's", ...ratio(turns.sqlite, turns.postgres, 'cpu'), aim: '≥ 0.8' },
  ];
}

/** New pins where each commit waits for a standby, beside a primary alone, both on the disk. */
async function creates(withStandby, alone) {
  const servers = [
    await startServer('linkpin-postgres.mjs', { url: withStandby, keys }),
    await startServer('linkpin-postgres.mjs', { url: alone, keys }),
  ];
  const load = ({ port, serverPid }) => ({
    port,
    serverPid,
    request: [
      'POST /api/v2/pins HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      'content-length: 0',
      '',
      '',
    ].join('\r\n'),
    connections: 64,
    seconds: 3,
    status: 201,
    maySleep: true,
  });
  const [standby, none] = servers;
  const turns = await measureInTurns({ none: load(none), standby: load(standby) }, rounds);
  await Promise.all(servers.map((server) => server.stop()));
  return [
    { name: 'new pins, primary alone', value: turns.none.rate, unit: '/s', rival: true },
    { name: 'new pins, synchronous standby', value: turns.standby.rate, unit: '/s' },
    { name: 'with a synchronous standby over without', ...ratio(turns.standby, turns.none, 'rate'), aim: '≥ 0.5' },
  ];
}

/** From the approval at one replica to the token at another, where the device's poll is held. */
async function approvalsAcross(url, account) {
  const replica = (more) => startServer('linkpin-postgres.mjs', { url, keys, ...more });
  const one = await replica({});
  const other = await replica({ people: [account] });
  const delays = [];
  for (let turn = 0; turn < approvals; turn += 1) {
    const { id: pin, code } = await ask(one);
    const held = fetch(`${pinsOf(one)}/${pin}`, { headers: { ...headers, prefer: 'wait=25' } });
    const token = held.then(async (answer) => ({ at: performance.now(), told: (await answer.json()).authToken }));
    // The poll is there before the answer that it waits for.
    await fetch(`${pinsOf(one)}/${pin}`, { headers });
    const { ok } = await other.tell(JSON.stringify({ code, account: other.accounts[0] }));
    const approved = performance.now();
    const { at, told } = await token;
    if (!ok || !told) throw new Error('An approval has not arrived.');
    delays.push(Math.max(0, at - approved));
  }
  await Promise.all([one.stop(), other.stop()]);
  return median(delays);
}

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  const pair = await startPair({ durable: true });
  const single = await startDatabase({ durable: true });
  try {
    const [withStandby, alone] = [await pair.freshDatabase(), await single.freshDatabase()];
    const rows = [...(await polls(alone.url, folder)), ...(await creates(withStandby.url, alone.url))];
    const across = await approvalsAcross(alone.url, 'ada');
    // Nobody may ring any more: others hear of a change at their next look.
    await psql(single.url, 'revoke execute on function pg_notify(text, text) from public');
    await psql(alone.adminUrl, 'revoke execute on function pg_notify(text, text) from public');
    const unheard = await approvalsAcross(alone.url, 'bert');
    return [
      ...rows,
      { name: 'approval to token across replicas, p50', value: across, unit: 'ms', aim: '≤ 10' },
      { name: 'the same without the bell, p50', value: unheard, unit: 'ms', aim: '≤ 700' },
    ];
  } finally {
    await Promise.all([pair[Symbol.asyncDispose](), single[Symbol.asyncDispose]()]);
    rmSync(folder, { recursive: true });
  }
}
