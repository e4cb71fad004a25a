// Two versions of the program on one database, as in a rolling upgrade.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Person } from '../harness/person.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { addUser, environment, password, root, run, serveAgain, temporaryFolder } from './linkpin.ts';
import { waitingDevices } from './waiting-device.ts';
import { until } from '../support/until.ts';

/** Makes the program one with a migration more, which only adds something. */
const newer = `
const { migrations } = await import(${JSON.stringify(pathToFileURL(join(root, 'packages/server/dist/stores/sql/migrations/all.js')).href)});
migrations.postgres['9998-more'] = {
  async up(db) {
    await db.schema.createTable('more').addColumn('id', 'text').execute();
    for (const table of ['pins', 'grants', 'sessions', 'events']) {
      await db.schema.alterTable(table).addColumn('more', 'text').execute();
    }
  },
};`;

test('a version with one more migration joins one without, and devices sign in across both', async (t) => {
  const database = await freshDatabase();
  t.after(async () => database[Symbol.asyncDispose]());
  const home = await temporaryFolder(t);
  const env = environment(home, { LINKPIN_STORE: database.url, LINKPIN_STORE_CONNECTIONS: '4' });
  const data = join(home, 'data');
  const upgrade = join(home, 'newer.mjs');
  writeFileSync(upgrade, newer);

  const old = await serveAgain(t, { data, env }, ['--new-keys']);
  await addUser(old, 'ada');
  await run(['client', 'add', 'tv', '--public', '--data', data], env);
  const waiting = await Promise.all([waitingDevices.plex(old.url), waitingDevices.oauth(old.url)]);

  const newEnv = { ...env, NODE_OPTIONS: `--import ${upgrade}` };
  assert.deepEqual(await run(['migrate'], newEnv), { code: 0, signal: null, stdout: '9998-more\n', stderr: '' });
  const young = await serveAgain(t, { data, env: newEnv });
  const [atOld, atYoung] = [new Person(old.url), new Person(young.url)];
  await atYoung.signIn('ada', password);
  await atOld.signIn('ada', password);
  for (const device of waiting) {
    assert.equal(await device.poll(young.url), null);
    await atYoung.answer(device.code, 'yes');
    await until('the older version hears of it', async () => (await device.poll(old.url)) !== null);
    assert.ok(await device.isSignedIn(young.url));
  }
  for (const ask of Object.values(waitingDevices)) {
    const device = await ask(young.url);
    assert.equal(await device.poll(old.url), null);
    await atOld.answer(device.code, 'yes');
    await until('the newer version hears of it', async () => (await device.poll(young.url)) !== null);
    assert.ok(await device.isSignedIn(old.url));
  }

  // A way back: the older one starts on the tables that the newer one made.
  young.child.kill('SIGTERM');
  await young.finished;
  const back = await serveAgain(t, { data, env });
  const device = await waitingDevices.plex(back.url);
  await atOld.answer(device.code, 'yes');
  await until('the older ones go on', async () => (await device.poll(back.url)) !== null);
});
