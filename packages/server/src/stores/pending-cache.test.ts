import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { approve, open } from '../domain/pin.ts';
import { createKeys, makeSecretKey } from '../tokens/keys.ts';
import { aClient, aPin, anApproval, must, t0 } from './contract/samples.ts';
import { createMemoryStore } from './memory/store.ts';
import { openSqliteStore } from './sqlite/store.ts';
import { folderFor } from './sqlite/temporary.testing.ts';

const drivers = {
  memory: async () => createMemoryStore(),
  SQLite: (context: TestContext) =>
    openSqliteStore({ file: join(folderFor(context), 'linkpin.db'), keys: createKeys([makeSecretKey()]) }),
};

for (const [name, makeStore] of Object.entries(drivers)) {
  const store = async (context: TestContext) => {
    const made = await makeStore(context);
    context.after(() => made.close());
    return made;
  };
  describe(`what the ${name} store remembers`, () => {
    it('of pins is what is stored, while it is pending and lives', async (context) => {
      const { pins, pending } = await store(context);
      const pin = aPin();
      await pins.insert(pin, t0);
      await pins.byPublicId('plex', pin.publicId);
      assert.deepEqual(pending.peek('plex', pin.publicId, pin.expiresAt - 1), pin);
      assert.equal(pending.peek('oauth', pin.publicId, t0), undefined);
      assert.equal(pending.peek('plex', pin.publicId, pin.expiresAt), undefined);
      const opened = must(open(pin, 'account-1', t0));
      assert.equal(await pins.replace(opened, pin.version), true);
      await pins.byPublicId('plex', pin.publicId);
      assert.deepEqual(pending.peek('plex', pin.publicId, t0), opened);
      const approved = must(approve(opened, anApproval()));
      assert.equal(await pins.replace(approved, opened.version), true);
      assert.equal(pending.peek('plex', pin.publicId, t0), undefined);
      await pins.byPublicId('plex', pin.publicId);
      assert.equal(pending.peek('plex', pin.publicId, t0), undefined);
    });

    it('of clients is there, and gone when they are removed', async (context) => {
      const { oauthClients, pending } = await store(context);
      const [client, unused] = [aClient(), aClient({ isVerified: false, createdAt: t0 - 1, lastUsedAt: null })];
      for (const each of [client, unused]) {
        await oauthClients.add(each);
        await oauthClients.byId(each.id);
        assert.deepEqual(pending.client(each.id), each);
      }
      await oauthClients.sweepUnverified(t0, 9);
      assert.equal(pending.client(unused.id), undefined);
      await oauthClients.remove(client.id);
      assert.equal(pending.client(client.id), undefined);
      assert.equal(pending.client('never there'), undefined);
    });

    it('of clients is gone when one made room for another', async (context) => {
      const { oauthClients, pending } = await store(context);
      const [oldest, newest] = [t0 - 9, t0].map((createdAt) => aClient({ isVerified: false, createdAt }));
      assert.ok(oldest !== undefined && newest !== undefined);
      const bounds = { most: 1, unusedSince: t0 - 4 };
      assert.equal(await oauthClients.addUnverified(oldest, bounds), 'ok');
      assert.deepEqual(await oauthClients.byId(oldest.id), oldest);
      assert.equal(await oauthClients.addUnverified(newest, bounds), 'ok');
      assert.equal(pending.client(oldest.id), undefined);
    });
  });
}
