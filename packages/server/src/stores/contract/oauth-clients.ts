import assert from 'node:assert/strict';
import type { OAuthClients } from '../../service/ports/oauth-clients.ts';
import { aClient, atOnce, secret, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

/** What the port of OAuth clients promises. */
export function oauthClientContract({ describe, story }: Suite): void {
  describe('OAuth clients', () => {
    story('only so many that registered themselves are kept; the longest unused of them makes room', async (store) => {
      const { oauthClients } = store;
      const selfMade = (createdAt: number, lastUsedAt: number | null = null) =>
        aClient({ isVerified: false, createdAt, lastUsedAt });
      await oauthClients.add(aClient({ isVerified: true, createdAt: t0 - 99 }));
      const [used, oldest, older, fresh] = [selfMade(t0 - 9, t0 - 8), selfMade(t0 - 7), selfMade(t0 - 5), selfMade(t0)];
      const bounds = { most: 4, unusedSince: t0 - 4 };
      for (const client of [fresh, older, used, oldest]) {
        assert.equal(await oauthClients.addUnverified(client, bounds), 'ok');
      }
      assert.deepEqual(await oauthClients.byId(older.id), older);
      assert.equal(await oauthClients.addUnverified(fresh, bounds), 'taken');
      const more = await atOnce(8, () => oauthClients.addUnverified(selfMade(t0 + 1), bounds));
      assert.deepEqual(more.toSorted(), [...Array<string>(6).fill('full'), 'ok', 'ok']);
      for (const gone of [oldest, older]) {
        assert.equal(await oauthClients.byId(gone.id), undefined);
      }
      for (const kept of [used, fresh]) assert.deepEqual(await oauthClients.byId(kept.id), kept);
      assert.equal((await oauthClients.list()).length, 5);
      assert.equal(await oauthClients.add(aClient({ isVerified: true })), true, 'an operator has no bound');
    });

    story('each kind of client survives the round trip', async ({ oauthClients }) => {
      const clients = [
        aClient(),
        aClient({ isVerified: true, authMethod: 'client_secret_basic', secretHash: secret(), lastUsedAt: t0 + 7 }),
        aClient({
          authMethod: 'private_key_jwt',
          jwks: '{"keys":[]}',
          jwksUri: 'https://client.example/jwks',
          scopes: [],
          scopeWords: {},
          audiences: [],
          accessTokens: 'jwt',
          signingAlgorithm: 'ES256',
          accessTokenLife: 300,
          refreshTokenIdle: 0,
          refreshTokenLife: 86_400,
        }),
      ];
      for (const client of clients) {
        assert.equal(await oauthClients.add(client), true);
        assert.deepEqual(await oauthClients.byId(client.id), client);
      }
      assert.equal(await oauthClients.byId('another'), undefined);
    });

    story('an id is given once, and who comes second changes nothing', async ({ oauthClients }) => {
      const client = aClient();
      const told = await atOnce(32, (index) => oauthClients.add({ ...client, name: `Radio ${index}` }));
      assert.equal(told.filter(Boolean).length, 1);
      assert.equal((await oauthClients.byId(client.id))?.name, `Radio ${told.indexOf(true)}`);
    });

    story('ids differ by case', async ({ oauthClients }) => {
      assert.equal(await oauthClients.add(aClient({ id: 'Radio' })), true);
      assert.equal(await oauthClients.add(aClient({ id: 'radio' })), true);
      assert.equal(await oauthClients.byId('RADIO'), undefined);
    });

    story('all are listed by id', async ({ oauthClients }) => {
      assert.deepEqual(await oauthClients.list(), []);
      const [b, upper, a] = [aClient({ id: 'b' }), aClient({ id: 'C', isVerified: true }), aClient({ id: 'a' })];
      for (const client of [b, upper, a]) await oauthClients.add(client);
      assert.deepEqual(await oauthClients.list(), [upper, a, b]);
    });

    story('a use is noted and never goes back in time', async ({ oauthClients }) => {
      for (const client of [aClient(), aClient({ isVerified: true })]) {
        await oauthClients.add(client);
        await oauthClients.markUsed(client.id, t0 + 9);
        await oauthClients.markUsed(client.id, t0 + 8);
        assert.deepEqual(await oauthClients.byId(client.id), { ...client, lastUsedAt: t0 + 9 });
      }
      await oauthClients.markUsed('another', t0);
      assert.equal(await oauthClients.byId('another'), undefined);
    });

    story('a client is removed once, and may then be added again', async ({ oauthClients }) => {
      const client = aClient();
      await oauthClients.add(client);
      const told = await atOnce(8, () => oauthClients.remove(client.id));
      assert.equal(told.filter(Boolean).length, 1);
      assert.equal(await oauthClients.byId(client.id), undefined);
      await oauthClients.markUsed(client.id, t0);
      assert.equal(await oauthClients.byId(client.id), undefined);
      assert.equal(await oauthClients.add(client), true);
    });

    story(
      'a sweep forgets self-registered clients not used since the instant, at most as many as asked',
      async ({ oauthClients }) => {
        const used = aClient({ createdAt: t0 - 9 });
        const kept = [
          aClient({ id: 'verified', isVerified: true, createdAt: t0 - 9 }),
          aClient({ id: 'young' }),
          aClient({ id: 'used-at-once', createdAt: t0 - 9, lastUsedAt: t0 }),
        ];
        const old = [
          aClient({ createdAt: t0 - 1 }),
          aClient({ createdAt: t0 - 9, lastUsedAt: t0 - 1 }),
          aClient({ createdAt: t0 - 9 }),
        ];
        for (const client of [used, ...kept, ...old]) await oauthClients.add(client);
        await oauthClients.markUsed(used.id, t0);
        assert.equal(await oauthClients.sweepUnverified(t0 - 9, 10), 0);
        assert.equal(await oauthClients.sweepUnverified(t0, 2), 2);
        assert.equal(await oauthClients.sweepUnverified(t0, 2), 1);
        assert.equal(await oauthClients.sweepUnverified(t0, 2), 0);
        assert.deepEqual(await idsIn(oauthClients), [used, ...kept].map(({ id }) => id).toSorted());
        await oauthClients.markUsed('verified', t0);
        assert.equal(await oauthClients.sweepUnverified(t0 + 1, 10), 3);
        assert.deepEqual(await idsIn(oauthClients), ['verified']);
      },
    );
  });
}

const idsIn = async (clients: OAuthClients) => (await clients.list()).map(({ id }) => id);
