// One client library while the primary dies, for postgresql-failovers.mjs: writes and listens all the time, and tells
// of it in lines: wrote, heard, failed.
import { setTimeout as pause } from 'node:timers/promises';

const [way, url, other] = process.argv.slice(2);

const say = (what, more = '') => process.stdout.write(`${what} ${more}\n`);

/** `pg` by itself: one host, and nobody listens for errors of a client that is in use. */
async function pgByItself() {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: url });
  const listener = new pg.Client({ connectionString: url });
  await listener.connect();
  listener.on('notification', () => say('heard'));
  await listener.query('listen bell');
  return { write: withClient(pool) };
}

/** A transaction that lasts a while, so that most clients are in use when the primary dies. */
function withClient(pool) {
  return async () => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query('insert into log (pin, told) values ($1, $2)', ['pin', 'told']);
      await pause(5);
      await client.query('commit');
    } catch (error) {
      client.release(true);
      throw error;
    }
    client.release();
  };
}

/** `pg` with what its manual asks for: error listeners everywhere; and the writable host looked for by ourselves. */
async function pgWithCare() {
  const { default: pg } = await import('pg');
  const open = async (connectionString) => {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 1000 });
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query('select pg_is_in_recovery() as follows');
    if (!rows[0].follows) return client;
    await client.end();
    throw new Error('it only follows');
  };
  const hosts = [url, other];
  const find = () =>
    open(hosts[0]).catch(() => {
      hosts.reverse();
      return open(hosts[0]);
    });
  let pool;
  const write = async () => {
    if (pool === undefined) {
      await (await find()).end();
      const made = new pg.Pool({ connectionString: hosts[0], connectionTimeoutMillis: 1000 });
      made.on('error', () => {});
      made.on('connect', (client) => client.on('error', () => {}));
      pool ??= made;
    }
    const used = pool;
    try {
      await withClient(used)();
    } catch (error) {
      if (pool === used) {
        pool = undefined;
        void used.end();
      }
      throw error;
    }
  };
  const listen = async () => {
    for (;;) {
      try {
        const client = await find();
        client.on('notification', () => say('heard'));
        await client.query('listen bell');
        await new Promise((resolve) => client.once('end', resolve));
      } catch {
        await pause(50);
      }
    }
  };
  void listen();
  return { write };
}

async function postgresJs() {
  const { default: postgres } = await import('postgres');
  const [one, two] = [new URL(url), new URL(other)];
  const both = url.replace(one.host, `${one.host},${two.host}`);
  const sql = postgres(both, { target_session_attrs: 'read-write', connect_timeout: 1, backoff: 0.05 });
  await sql.listen('bell', () => say('heard'));
  return {
    write: () =>
      sql.begin(async (on) => {
        await on`insert into log (pin, told) values (${'pin'}, ${'told'})`;
        await pause(5);
      }),
  };
}

const ways = { 'pg by itself': pgByItself, 'pg with care': pgWithCare, 'postgres.js': postgresJs };
const { write } = await ways[way]();
say('ready');
process.stdin.resume().once('end', () => process.exit());
const lane = async () => {
  for (;;) {
    try {
      await write();
      say('wrote');
    } catch (error) {
      say('failed', error.code ?? error.message);
    }
    await pause(10);
  }
};
for (let lanes = 0; lanes < 8; lanes += 1) void lane();
