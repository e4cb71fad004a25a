// Who began with the old password has nothing of the new one: at every way in that takes a password.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unmatchable } from '../../packages/server/src/accounts/argon2.ts';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import { password } from '../harness/people.ts';
import { stores, Proxied } from './proxied.ts';

const home = '203.0.113.9';

/** Has something happen after a password was found right, and before anything is written that rests on it. */
function beforeItCounts({ sessions, grants }: Store, happen: () => Promise<void>): void {
  const [addSession, addGrant] = [sessions.add.bind(sessions), grants.add.bind(grants)];
  let happening: Promise<void> | undefined;
  const first = (): Promise<void> => (happening ??= happen());
  sessions.add = async (...args) => {
    await first();
    return addSession(...args);
  };
  grants.add = async (...args) => {
    await first();
    return addGrant(...args);
  };
}

const api = { 'x-plex-client-identifier': 'thief', 'content-type': 'application/x-www-form-urlencoded' };

/** One try at each way in, with the right password as it was. */
const ways: Readonly<Record<string, (proxied: Proxied) => Promise<number>>> = {
  'the page': async (proxied) =>
    (await proxied.post('/signin', home, { name: 'ada', password: password, next: '/link' }, '')).status,
  'the plex API': async (proxied) => {
    const body = new URLSearchParams({ login: 'ada', password: password });
    return (await proxied.send('/api/v2/users/signin', home, { method: 'POST', headers: api, body })).status;
  },
  'the old plex API': async (proxied) => {
    const body = new URLSearchParams({ 'user[login]': 'ada', 'user[password]': password });
    return (await proxied.send('/users/sign_in.xml', home, { method: 'POST', headers: api, body })).status;
  },
};

for (const kind of stores) {
  describe(`a password that is changed during a sign-in, over the ${kind} store`, () => {
    for (const [way, signIn] of Object.entries(ways)) {
      it(`leaves nothing to eight who came in by ${way} with the old one`, async (context) => {
        const proxied = await Proxied.start(context, kind);
        const ada = await proxied.harness.person('ada');
        const { store } = proxied.harness;
        beforeItCounts(store, async () => {
          const change = { id: ada.id, replaces: ada.passwordHash, passwordHash: unmatchable(), keep: null, at: 0 };
          assert.equal(await store.accounts.setPassword(change), true);
        });
        const statuses = await Promise.all(Array.from({ length: 8 }, () => signIn(proxied)));
        const refused = way === 'the page' ? 422 : 401;
        assert.deepEqual(statuses, Array<number>(8).fill(refused));
        // As to one of the eight whose account was looked up only after the change.
        assert.equal(await signIn(proxied), refused);
        assert.deepEqual(await store.grants.listFor(ada.id), []);
        assert.deepEqual(await store.sessions.listFor(ada.id, proxied.harness.ports.clock.now()), []);
      });
    }
  });
}
