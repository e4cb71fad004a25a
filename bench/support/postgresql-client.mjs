// One client library in a process of its own, for bench/postgresql-clients.mjs: reads a JSON line { what, atOnce, ms },
// does that for so long, and answers { count, cpu: µs of this process an operation, rate: operations a second }.
import { createInterface } from 'node:readline';

const [library, kind, url] = process.argv.slice(2);
const rows = 10_000;

/** As many connections as either library opens by itself. */
const connections = 10;

const statements = {
  read: 'select id, version, record from pins where id = $1',
  insert: 'insert into log (pin, told) values ($1, $2)',
  lock: 'select version, record from pins where id = $1 for update',
  update: 'update pins set version = version + 1, record = $2 where id = $1',
};

const text = 'x'.repeat(300);
const anId = () => `pin-${Math.floor(Math.random() * rows)}`;

/** What a use case does that changes a pin: look, change, and note three things of it. */
const steps = (id) => [
  ['lock', [id]],
  ['update', [id, text]],
  ['insert', [id, text]],
  ['insert', [id, text]],
  ['insert', [id, text]],
];

async function pgClients({ named, pipelined }) {
  const { default: pg } = await import('pg');
  const query = (client, name, values) =>
    client.query(named ? { name, text: statements[name], values } : { text: statements[name], values });
  if (!pipelined) {
    const pool = new pg.Pool({ connectionString: url, max: connections });
    return {
      one: (name, values) => query(pool, name, values),
      async transaction(all) {
        const client = await pool.connect();
        await client.query('begin');
        for (const [name, values] of all) await query(client, name, values);
        await client.query('commit');
        client.release();
      },
      close: () => pool.end(),
    };
  }
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url, pipeline: true }));
  for (const client of clients) await client.connect();
  let turn = 0;
  const next = () => clients[(turn = (turn + 1) % connections)];
  return {
    one: (name, values) => query(next(), name, values),
    transaction(all) {
      const client = next();
      const sent = [client.query('begin'), ...all.map(([name, values]) => query(client, name, values))];
      return Promise.all([...sent, client.query('commit')]);
    },
    close: () => Promise.all(clients.map((client) => client.end())),
  };
}

async function postgresJs({ named, pipelined }) {
  const { default: postgres } = await import('postgres');
  const sql = postgres(url, { max: connections, prepare: named, fetch_types: false });
  const query = (on, name, values) => on.unsafe(statements[name], values, { prepare: named });
  return {
    one: (name, values) => query(sql, name, values),
    transaction: (all) =>
      pipelined
        ? sql.begin((on) => all.map(([name, values]) => query(on, name, values)))
        : sql.begin(async (on) => {
            for (const [name, values] of all) await query(on, name, values);
          }),
    close: () => sql.end(),
  };
}

const client = await { pg: pgClients, postgres: postgresJs }[library]({
  named: kind.includes('named') && !kind.includes('unnamed'),
  pipelined: kind.includes('pipelined'),
});

const operations = {
  read: () => client.one('read', [anId()]),
  insert: () => client.one('insert', [anId(), text]),
  transaction: () => client.transaction(steps(anId())),
};

async function measure({ what, atOnce, ms }) {
  const operation = operations[what];
  let count = 0;
  const run = async (until) => {
    while (performance.now() < until) {
      await operation();
      count += 1;
    }
  };
  const lanes = (until) => Promise.all(Array.from({ length: atOnce }, () => run(until)));
  await lanes(performance.now() + ms / 5);
  process.stdout.write('"warm"\n');
  await new Promise((resolve) => setTimeout(resolve, 20));
  count = 0;
  const [start, before] = [performance.now(), process.cpuUsage()];
  await lanes(start + ms);
  const { user, system } = process.cpuUsage(before);
  return { count, cpu: (user + system) / count, rate: (count * 1000) / (performance.now() - start) };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await measure(JSON.parse(line)))}\n`);
}
await client.close();
