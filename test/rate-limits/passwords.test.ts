// Passwords, tried at the doors of a service (decisions/0017-password-tries.md).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { networkOf } from '../../packages/server/src/domain/address.ts';
import { password } from '../harness/people.ts';
import { stores, Proxied } from './proxied.ts';

const home = '203.0.113.9';

/** A try at the sign-in page. */
async function signIn(proxied: Proxied, password: string, from: string, { name = 'ada', cookie = '' } = {}) {
  const { headers, status } = await proxied.post('/signin', from, { name, password, next: '/link' }, cookie);
  const given = headers.getSetCookie().find((line) => line.startsWith('linkpin-device-'));
  return { status, cookie: given?.split(';')[0] ?? '', retryAfter: headers.get('retry-after') };
}

const api = { 'x-plex-client-identifier': 'script', 'content-type': 'application/x-www-form-urlencoded' };

/** A wrong password at each way in. @returns the status */
const ways: Readonly<Record<string, (proxied: Proxied, name: string) => Promise<number>>> = {
  'the page': async (proxied, name) => (await signIn(proxied, 'wrong horse', home, { name })).status,
  'the plex API': async (proxied, login) => {
    const body = new URLSearchParams({ login, password: 'wrong horse' });
    return (await proxied.send('/api/v2/users/signin', home, { method: 'POST', headers: api, body })).status;
  },
  'the old plex API': async (proxied, login) => {
    const body = new URLSearchParams({ 'user[login]': login, 'user[password]': 'wrong horse' });
    return (await proxied.send('/users/sign_in.xml', home, { method: 'POST', headers: api, body })).status;
  },
};

/** Wrong passwords for her name from fifty networks, three from each. */
async function spray(proxied: Proxied): Promise<void> {
  const networks = Array.from({ length: 50 }, (_, index) => `198.51.100.${index}`);
  for (let turn = 0; turn < 3; turn += 1) {
    await Promise.all(networks.map((network) => signIn(proxied, 'wrong horse', network)));
  }
}

for (const kind of stores) {
  describe(`trying passwords, over the ${kind} store`, () => {
    it('of one name from fifty networks does not keep her out, in her own browser or another', async (context) => {
      const proxied = await Proxied.start(context, kind);
      await proxied.harness.person('ada');
      const before = await signIn(proxied, password, home);
      assert.equal(before.status, 303);
      await spray(proxied);
      const { cookie } = before;
      assert.equal((await signIn(proxied, password, home, { cookie })).status, 303, 'her browser');
      assert.equal((await signIn(proxied, password, '198.51.100.3', { cookie })).status, 303, 'even among them');
      assert.equal((await signIn(proxied, password, home)).status, 303, 'her network');
      assert.equal((await signIn(proxied, password, '192.0.2.77')).status, 303, 'a network that she was never in');
      assert.equal((await signIn(proxied, password, '198.51.100.4')).status, 429, 'theirs');
    });

    it('tells nobody whether the name is one: the same answers, and the same waiting', async (context) => {
      const proxied = await Proxied.start(context, kind);
      await proxied.harness.person('ada');
      const told = async (name: string) => {
        const answers = [];
        for (let turn = 0; turn < 12; turn += 1) {
          const { status, retryAfter } = await signIn(proxied, 'wrong horse', '198.51.100.1', { name });
          answers.push([status, retryAfter]);
        }
        return answers;
      };
      assert.deepEqual(await told('ada'), await told('nobody'));
    });

    for (const [way, tryPassword] of Object.entries(ways)) {
      it(`tells nobody in a network with a session whether a name or address is one, by ${way}`, async (context) => {
        const proxied = await Proxied.start(context, kind);
        await proxied.harness.person('ada');
        assert.equal((await signIn(proxied, password, home)).status, 303);
        const told = async (name: string) => {
          proxied.pass(65 * 60_000);
          // Spent as thirty wrong tries at names that nobody has would.
          const want = { key: `sign-in/network ${networkOf(home)}`, limit: 30, period: 3_600_000 };
          const { store, ports } = proxied.harness;
          while ((await store.budgets.spend([want], ports.clock.now())) === undefined);
          const answers = [];
          for (let turn = 0; turn < 4; turn += 1) answers.push(await tryPassword(proxied, name));
          return answers;
        };
        const ofAda = await told('ada');
        assert.equal(new Set(ofAda).size, 1, 'none is kept waiting');
        for (const name of ['ada@example.com', 'nobody', 'nobody@example.com']) {
          assert.deepEqual(await told(name), ofAda, name);
        }
      });
    }
  });
}

describe('after a restart', () => {
  it('tried passwords are still counted, and her browser is still known', async (context) => {
    const proxied = await Proxied.start(context, 'SQLite');
    await proxied.harness.person('ada');
    const { cookie } = await signIn(proxied, password, home);
    for (let turn = 0; turn < 10; turn += 1) await signIn(proxied, 'wrong horse', home);
    await proxied.restart();
    assert.equal((await signIn(proxied, password, home)).status, 429);
    const own = proxied.renamed(cookie);
    assert.equal((await signIn(proxied, password, home, { cookie: own })).status, 303);
  });
});
