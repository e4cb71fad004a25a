// A service that starts on a store of many live pins and linked devices is right at once, and reads no more of them than it
// is asked for; what is old goes while it answers.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { addUser, password, serve, serveAgain, type Served } from '../command/linkpin.ts';
import { Person } from '../harness/person.ts';
import { nodeAdapter, type Adapter, type Reply } from '../waiting/holding.ts';

/** How many of each are there. */
const many = { pins: 300_000, grants: 300_000, old: 20_000 };
const day = 24 * 60 * 60 * 1000;

const identified = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };

const ask = async (adapter: Adapter): Promise<{ readonly id: string; readonly code: string }> => {
  const { status, json } = await adapter({ method: 'POST', path: '/api/v2/pins', headers: identified });
  assert.equal(status, 201);
  return { id: String(json['id']), code: String(json['code']) };
};

const poll = (adapter: Adapter, id: string, headers = {}): Promise<Reply> =>
  adapter({ method: 'GET', path: `/api/v2/pins/${id}`, headers: { ...identified, ...headers } });

/** What a person sees of a token. */
const whose = async (adapter: Adapter, token: string): Promise<unknown> => {
  const headers = { ...identified, 'x-plex-token': token };
  return (await adapter({ method: 'GET', path: '/api/v2/user', headers })).json['username'];
};

/** Copies rows of a file, each copy with something of its own. */
class Copier {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { timeout: 60_000 });
    this.#database.exec('pragma synchronous = off');
  }

  copy(count: number, table: string, from: string, own: Readonly<Record<string, string>>): void {
    const columns = Object.keys(this.#database.prepare(`select * from ${table} limit 1`).get() ?? {});
    this.#database.exec(`
      with recursive numbers(number) as (select 1 union all select number + 1 from numbers where number < ${count})
      insert into ${table} (${columns.join()}) select ${columns.map((column) => own[column] ?? column).join()}
      from numbers, (select * from ${table} where ${from})`);
  }

  /** Copies the pin of this handle; the handles of the copies follow on `first`. */
  pins(publicId: string, count: number, first: number, endsAt: number): void {
    this.copy(count, 'pins', `handle = '${publicId}'`, {
      key: `'copy ' || (${first} + number)`,
      handle: `${first} + number`,
      code_hash: `'copy ' || (${first} + number)`,
      ends_at: String(endsAt),
      body: `json_set(body, '$.expiresAt', ${endsAt})`,
    });
  }

  close(): void {
    this.#database.close();
  }
}

/** Copies the pin of this handle and the one grant, with other times. */
function fill(file: string, publicId: string): void {
  const copier = new Copier(file);
  copier.pins(publicId, many.pins, 1_000_000_000, Date.now() + day);
  const other = { id: `'copy ' || number`, token_hash: `'copy ' || number`, account: `'copy ' || (number % 1000)` };
  copier.copy(many.grants, 'grants', 'true', other);
  copier.close();
}

/** So many bytes a process has read, of files and all else (proc(5)). */
const bytesRead = ({ child }: Served): number =>
  Number(/^rchar: (\d+)$/m.exec(readFileSync(`/proc/${child.pid}/io`, 'utf8'))?.[1]);

const stop = async ({ child, finished }: Served): Promise<void> => {
  child.kill('SIGTERM');
  assert.equal((await finished).code, 0);
};

test('a service that starts on a full store is right at once, and sweeps while it answers', async (t) => {
  const first = await serve(t);
  await addUser(first, 'ada');
  const before = nodeAdapter(first.url);
  const linked = await ask(before);
  const ada = new Person(first.url);
  await ada.signIn('ada', password);
  await ada.answer(linked.code, 'yes');
  const token = String((await poll(before, linked.id)).json['authToken']);
  const waiting = await ask(before);
  await stop(first);

  const few = await serveAgain(t, first);
  await poll(nodeAdapter(few.url), waiting.id);
  const readOnFew = bytesRead(few);
  await stop(few);

  const file = join(first.data, 'linkpin.db');
  fill(file, waiting.id);
  const full = await serveAgain(t, first);
  const adapter = nodeAdapter(full.url);
  const pending = await poll(adapter, waiting.id);
  const readOnFull = bytesRead(full);
  assert.deepEqual([pending.status, pending.json['authToken']], [200, null]);
  const size = statSync(file).size;
  t.diagnostic(`of ${size >> 20} MiB it read ${(readOnFull - readOnFew) >> 10} KiB more than of a store with two pins`);
  assert.ok(readOnFull - readOnFew < size / 100, `${readOnFull - readOnFew} bytes of ${size}`);

  assert.equal(await whose(adapter, token), 'ada');
  assert.equal((await poll(adapter, String(1_000_000_000 + many.pins))).status, 200, 'the last of the copies is there');
  const held = poll(adapter, waiting.id, { prefer: 'wait=25' });
  const again = new Person(full.url);
  await again.signIn('ada', password);
  await again.answer(waiting.code, 'yes');
  let answer = await held;
  // That somebody opened it is news, too.
  while (answer.json['authToken'] === null) answer = await poll(adapter, waiting.id, { prefer: 'wait=25' });
  const { authToken } = answer.json;
  assert.ok(typeof authToken === 'string');
  assert.equal(await whose(adapter, authToken), 'ada');

  const database = new DatabaseSync(file, { readOnly: true });
  const old = database.prepare('select count(*) as rows from pins where ends_at < ?');
  const left = (): number => Number(old.get(Date.now() - day)?.['rows']);
  const { id } = await ask(adapter);
  const copier = new Copier(file);
  copier.pins('1000000001', many.old, 2_000_000_000, Date.now() - 2 * day);
  copier.close();
  const seen = new Set<number>();
  assert.equal((await poll(adapter, '2000000001')).status, 404, 'what is over is over, swept or not');
  for (let now = left(); now > 0; now = left()) {
    assert.equal((await poll(adapter, id)).status, 200);
    seen.add(now);
  }
  database.close();
  assert.ok(seen.size > 2, `polls were answered between slices: ${[...seen].join()} were left`);
  assert.equal((await poll(adapter, String(1_000_000_000 + many.pins))).status, 200, 'what lives stays');
  await stop(full);
});
