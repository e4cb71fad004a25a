import assert from 'node:assert/strict';
import {
  aBundle,
  aClient,
  aDeviceKey,
  aFamily,
  aGrant,
  anAccessToken,
  anAccount,
  anEntry,
  aPasswordHash,
  aPasskey,
  aPin,
  aSession,
  t0,
} from './samples.ts';
import type { Suite } from './suite.ts';

/** Text with a character that some databases refuse, and others that are not it. */
const odd = 'a\u0000b';
const others: readonly string[] = ['ab', 'a', 'a\u00010b', 'a\u0001b', 'a\\u0000b'];

/** Whatever a store is asked for by text is found by exactly that text, U+0000 in it or not. */
export function oddTextContract({ describe, story }: Suite): void {
  describe('text with U+0000', () => {
    /** Whether a thing that is there under {@link odd} is found by it, and by nothing like it. */
    async function foundByItself(what: string, find: (text: string) => Promise<unknown>): Promise<void> {
      assert.ok(await find(odd), what);
      for (const other of others) assert.ok(!(await find(other)), `${what}, by ${JSON.stringify(other)}`);
    }
    const any = (list: readonly unknown[]): boolean => list.length > 0;

    story('finds pins', async ({ pins }) => {
      const pin = aPin({ id: odd, publicId: odd, clientId: odd, code: odd });
      assert.equal(await pins.insert(pin, t0), 'ok');
      assert.deepEqual(await pins.byId(odd), pin);
      await foundByItself('a pin by its id', (id) => pins.byId(id));
      await foundByItself('a pin by its public id', (publicId) => pins.byPublicId('plex', publicId));
    });

    story('finds grants, keys and tokens', async ({ grants, deviceKeys, oauthTokens }) => {
      const grant = aGrant({ id: odd, pinId: odd, account: odd, clientId: odd, name: odd, tokenHash: odd });
      assert.equal(await grants.add(grant), true);
      assert.deepEqual(await grants.byId(odd), grant);
      await foundByItself('a grant by its id', (id) => grants.byId(id));
      await foundByItself('a grant by its token', (hash) => grants.byTokenHash(hash));
      await foundByItself('grants of an account', async (account) => any(await grants.listFor(account)));
      await foundByItself('grants of a client', async (clientId) => any(await grants.listOf('plex', clientId)));

      const key = aDeviceKey(grant, { kid: odd, thumbprint: odd });
      assert.equal(await deviceKeys.register(key, true), 'ok');
      assert.deepEqual(await deviceKeys.ofGrant(odd, odd), key);
      await foundByItself('a key of a grant', (id) => deviceKeys.ofGrant(id, odd));
      await foundByItself('keys of a client', async (clientId) => any(await deviceKeys.listOf(clientId, odd)));

      const [family, token] = [aFamily(odd, { currentHash: odd }), anAccessToken(odd, { hash: odd, scopes: [odd] })];
      await oauthTokens.addFamily(family);
      await oauthTokens.addAccessToken(token);
      assert.deepEqual(await oauthTokens.accessToken(odd, t0), token);
      await foundByItself('a refresh token', (hash) => oauthTokens.familyOf(hash));
      await foundByItself('an access token', (hash) => oauthTokens.accessToken(hash, t0));
      assert.equal(await grants.revoke(odd, odd, t0), true);
      assert.equal(await oauthTokens.accessToken(odd, t0), undefined);
    });

    story('finds people, their sessions, passkeys and invites', async ({ accounts, sessions, passkeys }) => {
      const account = anAccount({ id: odd, username: odd, email: `${odd}@example.org` });
      assert.ok('added' in (await accounts.add(account, { by: 'operator' }, t0)));
      await foundByItself('an account by its id', (id) => accounts.byId(id));
      await foundByItself('an account by its name', (name) => accounts.bySignInName(name));
      await foundByItself('an account by its address', (name) => accounts.bySignInName(`${name}@example.org`));
      const way = { provider: odd, providerSession: odd, acr: odd, amr: [odd] };
      const session = aSession({ ...way, hash: odd, account: odd, userAgent: odd });
      assert.equal(await sessions.add(session, aPasswordHash), true);
      assert.deepEqual((await sessions.find(odd, t0))?.userAgent, odd);
      await foundByItself('a session', (hash) => sessions.find(hash, t0));
      await foundByItself('sessions of an account', async (id) => any(await sessions.listFor(id, t0)));
      const passkey = aPasskey({ id: odd, account: odd, name: odd, transports: [odd] });
      assert.equal(await passkeys.add(passkey, aPasswordHash), 'added');
      assert.deepEqual(await passkeys.byId(odd), passkey);
      await foundByItself('a passkey', (id) => passkeys.byId(id));
      await foundByItself('passkeys of an account', async (id) => any(await passkeys.listFor(id)));
      await accounts.addInvite({ hash: odd, createdAt: t0, expiresAt: t0 + 1000 });
      await foundByItself('an invite', (hash) => accounts.invite(hash, t0));
      assert.equal(await accounts.remove(odd, { by: 'operator' }, t0), 'removed');
      assert.equal(await sessions.find(odd, t0), undefined);
    });

    story('finds clients, blocks, budgets and entries', async ({ oauthClients, blocks, budgets, auditLog, outbox }) => {
      const client = aClient({ id: odd, name: odd, scopeWords: { [odd]: odd } });
      assert.equal(await oauthClients.add(client), true);
      assert.deepEqual(await oauthClients.byId(odd), client);
      await foundByItself('a client', (id) => oauthClients.byId(id));

      const block = {
        id: odd,
        requesterKey: odd,
        account: odd,
        name: odd,
        by: 'person',
        at: t0,
        until: t0 + 1000,
      } as const;
      await blocks.put(block);
      assert.deepEqual(await blocks.find(odd, odd, t0), block);
      await foundByItself('a block by its requester', (key) => blocks.find(key, odd, t0));
      await foundByItself('blocks of an account', async (account) => any(await blocks.listFor(account, t0)));
      const report = { requesterKey: odd, account: odd, network: odd, at: t0, until: t0 + 1000 };
      assert.equal(await blocks.report(report), 1);
      assert.equal(await blocks.report({ ...report, requesterKey: others[2] ?? '' }), 1, 'another is not added to it');

      const limit = { key: odd, limit: 9, period: 1000 };
      await budgets.spend([limit], t0);
      await foundByItself('a budget', async (key) => (await budgets.spent({ ...limit, key }, t0)) > 0);

      const entry = anEntry({ id: odd, account: odd, client: odd, device: odd });
      await auditLog.add([entry, aBundle(odd), aBundle(odd), aBundle(others[2] ?? '')]);
      await foundByItself('entries of an account', async (account) => any(await auditLog.listFor(account, 9)));
      assert.equal((await auditLog.listFor(odd, 9))[0]?.device, odd);
      const counts = (await auditLog.list({ since: 0, kinds: ['throttled'], limit: 9 })).map(({ count }) => count);
      assert.deepEqual(
        counts.toSorted((one, other) => (one < other ? -1 : 1)),
        [1, 2],
        'aggregates of other names are others',
      );
      assert.equal((await outbox.status()).waiting, 2);
    });

    story('finds mails', async ({ mailQueue }) => {
      const mail = { id: odd, kind: 'invite', account: odd, address: odd, grant: odd, at: t0 } as const;
      assert.equal(await mailQueue.put(mail), true);
      await foundByItself('mails of an account', async (account) => any(await mailQueue.listFor(account)));
      for (const other of others) await mailQueue.done(other);
      assert.deepEqual(await mailQueue.claim(t0, t0 + 1), { ...mail, tried: 0 });
    });
  });
}
