import { randomBytes } from 'node:crypto';
import { startServer as startDatabase } from '../test/postgres/server.ts';
import { headers } from './support/plex-polls.mjs';
import { processorTime } from './support/cpu.mjs';
import { startServer } from './support/side-by-side.mjs';

export const id = 'sizing';
export const title = 'What does a sign-in by plex cost the database and the replicas, with one, two and three of them?';
export const long = true;

/** Sign-ins of one measurement, how many at once, and how often each device polls before it is approved. */
const [signIns, atOnce, polls] = [600, 12, 3];

const keys = JSON.stringify([{ kid: 'bench', secret: randomBytes(32).toString('base64url') }]);

async function signIn(replicas, turn, account) {
  const at = (step) => replicas[(turn + step) % replicas.length];
  const pins = (step) => `http://127.0.0.1:${at(step).port}/api/v2/pins`;
  const poll = async (pin, step) => (await fetch(`${pins(step)}/${pin}`, { headers })).json();
  const { id: pin, code } = await (await fetch(pins(0), { method: 'POST', headers })).json();
  for (let step = 0; step < polls; step += 1) await poll(pin, step);
  const { ok } = await at(1).tell(JSON.stringify({ code, account }));
  if (!ok) throw new Error('A code was not approved.');
  for (let step = 2; ; step += 1) if ((await poll(pin, step)).authToken !== null) return;
}

async function measure(database, server, count) {
  const make = (more) => startServer('linkpin-postgres.mjs', { url: database.url, keys, ...more });
  // One person for each sign-in at once: a guess counts until it is known to be right.
  const first = await make({ people: Array.from({ length: atOnce }, (_, at) => `person${at}`) });
  const replicas = [first];
  while (replicas.length < count) replicas.push(await make({}));
  const many = async (turns) => {
    const lane = async (at) => {
      for (let turn = at; turn < turns; turn += atOnce) await signIn(replicas, turn, first.accounts[at]);
    };
    await Promise.all(Array.from({ length: atOnce }, (_, at) => lane(at)));
  };
  await many(60);
  await database.forgetStatements();
  const of = async () => ({
    wal: await server.walBytes(),
    database: server.cpu(),
    replicas: replicas.reduce((sum, { serverPid }) => sum + processorTime(serverPid), 0),
  });
  const before = await of();
  await many(signIns);
  const after = await of();
  const statements = (await database.statements()).filter(({ query }) => !/^(begin|commit|set)\b/i.test(query));
  await Promise.all(replicas.map((replica) => replica.stop()));
  const each = (what) => (after[what] - before[what]) / signIns;
  return [
    {
      name: `statements, ${count} replicas`,
      value: statements.reduce((sum, { calls }) => sum + calls, 0) / signIns,
      unit: '',
    },
    { name: `WAL, ${count} replicas`, value: each('wal') / 1024, unit: 'KiB' },
    { name: `CPU of PostgreSQL, ${count} replicas`, value: each('database'), unit: 'ms' },
    { name: `CPU of all replicas, ${count} replicas`, value: each('replicas') / 1000, unit: 'ms' },
  ];
}

export async function run() {
  const server = await startDatabase({ durable: true });
  try {
    const rows = [];
    for (const count of [1, 2, 3]) rows.push(...(await measure(await server.freshDatabase(), server, count)));
    return rows;
  } finally {
    await server[Symbol.asyncDispose]();
  }
}
