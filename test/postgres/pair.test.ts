// A primary and its standby, when the primary dies, and what stands in front of servers and replicas.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { until } from '../support/until.ts';
import { startPair, type Pair } from './pair.ts';

const timeline = 'select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)';

test('a standby follows; it is promoted when the primary was killed, and the primary comes back as it was', async () => {
  let folder: string;
  {
    await using pair = await startPair();
    folder = dirname(pair.primary.data);
    const { primary, standby } = pair;
    const { name, url } = await pair.freshDatabase();
    assert.match(
      url,
      new RegExp(`^postgres://linkpin:\\w+@127.0.0.1:${primary.port},127.0.0.1:${standby.port}/${name}$`),
    );
    await primary.sqlIn(name, 'create table kept (id int)', 'insert into kept values (1)');
    await pair.caughtUp();
    assert.equal(await standby.sqlIn(name, 'select id from kept'), '1');
    await assert.rejects(standby.sqlIn(name, 'insert into kept values (2)'), /read-only transaction/);

    await primary.kill();
    await pair.promote();
    await standby.sqlIn(name, 'insert into kept values (2)');
    assert.equal(await standby.sql(timeline), '00000002');

    await primary.start();
    assert.equal(await primary.sql(timeline), '00000001');
    assert.equal(await primary.sqlIn(name, 'select id from kept'), '1');
  }
  assert.equal(existsSync(folder), false);
});

test('a commit waits for a synchronous standby', async () => {
  await using pair = await startPair();
  const { name } = await tableOf(pair);
  await pair.standby.pause();
  let done = false;
  const commit = pair.primary.sqlIn(name, 'insert into kept values (1)').then(() => (done = true));
  const isWaiting = async (): Promise<boolean> =>
    (await pair.primary.sql("select count(*) from pg_stat_activity where wait_event = 'SyncRep'")) === '1';
  await until('the commit waits', isWaiting, 20);
  assert.equal(done, false);
  pair.standby.resume();
  await commit;
});

test('a commit does not wait for an asynchronous standby, which may then not have it', async () => {
  await using pair = await startPair({ synchronous: false });
  const { name } = await tableOf(pair);
  await pair.standby.kill();
  await pair.primary.sqlIn(name, 'insert into kept values (1)');
  await pair.primary.kill();
  await pair.standby.start();
  await pair.promote();
  assert.equal(await pair.standby.sqlIn(name, 'select count(*) from kept'), '0');
});

async function tableOf(pair: Pair): Promise<{ readonly name: string }> {
  const { name } = await pair.freshDatabase();
  await pair.primary.sqlIn(name, 'create table kept (id int)');
  await pair.caughtUp();
  return { name };
}
