// Which polls are answered in the turn in which they arrive, and which ask the store.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { testDependencies } from '../../../../test/harness/dependencies.ts';
import { aClient } from '../stores/contract/samples.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { emptyStores } from '../stores/sqlite/temporary.testing.ts';
import type { WireResponse } from '../protocols/constants/messages.ts';
import type { PollKind } from '../domain/polling.ts';
import { denyPin } from '../service/pins/deny-pin.ts';
import { createApi } from './server/api.ts';
import { apiRoutes } from './server/routes.ts';

const home = '203.0.113.9';
const abroad = '198.51.100.7';
const deviceGrant = encodeURIComponent('urn:ietf:params:oauth:grant-type:device_code');

/** How a request differs from a plain one of the device at home. */
interface Otherwise {
  readonly address?: string;
  readonly poll?: PollKind;
  readonly headers?: Readonly<Record<string, string>>;
}

const stores = { memory: async () => createMemoryStore(), SQLite: emptyStores() };

for (const [name, open] of Object.entries(stores)) {
  async function setUp() {
    const dependencies = testDependencies({ store: await open() });
    after(() => dependencies.close());
    const api = createApi(dependencies, apiRoutes);
    const ask = (
      method: string,
      target: string,
      body = '',
      { address = home, poll = 'plain', headers = {} }: Otherwise = {},
    ) => {
      const [path = '', search = ''] = target.split('?');
      const type = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
      const all: Readonly<Record<string, string>> = {
        'x-plex-client-identifier': 'tv',
        accept: 'application/json',
        ...type,
        ...headers,
      };
      const request = { method, path, search, header: (wanted: string) => all[wanted] };
      const found = api(request, { address, baseUrl: 'https://link.example', poll, requestId: () => 'a request' });
      return found?.answer(Buffer.from(body)) ?? assert.fail(path);
    };
    const json = ({ body }: WireResponse) => JSON.parse(String(body)) as Readonly<Record<string, unknown>>;
    return {
      dependencies,
      ask,
      async plexPin(body = '') {
        const { id, code } = json(await ask('POST', '/api/v2/pins', body));
        return {
          path: `/api/v2/pins/${String(id)}`,
          v1: `/pins/${String(id)}.xml`,
          id: String(id),
          code: String(code),
        };
      },
      async deviceCode() {
        await dependencies.store.oauthClients.add(aClient({ id: 'player', scopes: [], numberMatching: false }));
        const made = json(await ask('POST', '/oauth/device_authorization', 'client_id=player'));
        return `client_id=player&grant_type=${deviceGrant}&device_code=${String(made['device_code'])}`;
      },
    };
  }

  /** Whether it was answered in the same turn, and how. */
  async function answered(answer: WireResponse | Promise<WireResponse>): Promise<readonly [boolean, number]> {
    return [!(answer instanceof Promise), (await answer).status];
  }

  describe(`a poll, on ${name}`, () => {
    it('of plex is answered at once while its pin is pending, by the old API too', async () => {
      const { ask, plexPin } = await setUp();
      const { path, v1 } = await plexPin();
      await ask('GET', path); // SQLite reads what it does not remember yet
      for (let turn = 0; turn < 2; turn += 1) {
        assert.deepEqual(await answered(ask('GET', path)), [true, 200]);
        assert.deepEqual(await answered(ask('GET', v1)), [true, 200]);
      }
    });

    it('of OAuth is answered at once while its pin is pending, its pace kept', async () => {
      const { ask, deviceCode, dependencies } = await setUp();
      const poll = await deviceCode();
      assert.match(String((await ask('POST', '/oauth/token', poll)).body), /authorization_pending/);
      const second = ask('POST', '/oauth/token', poll);
      assert.ok(!(second instanceof Promise));
      assert.match(String(second.body), /slow_down/);
      dependencies.clock.pass(60_000);
      const third = ask('POST', '/oauth/token', poll);
      assert.ok(!(third instanceof Promise));
      assert.match(String(third.body), /authorization_pending/);
    });

    it('asks the store when the pin was decided, has expired or is not there', async () => {
      const { ask, plexPin, dependencies } = await setUp();
      const [denied, expired] = [await plexPin(), await plexPin()];
      const pin = await dependencies.store.pins.byPublicId('plex', denied.id);
      assert.ok((await denyPin(dependencies.ports, pin ?? assert.fail(), 'ada')).ok);
      assert.deepEqual(await answered(ask('GET', denied.path)), [false, 404]);
      assert.deepEqual(await answered(ask('GET', '/api/v2/pins/1')), [false, 404]);
      dependencies.clock.pass(15 * 60_000);
      assert.deepEqual(await answered(ask('GET', expired.path)), [false, 404]);
    });

    it('asks the store when it is held, or comes from elsewhere or for another client', async () => {
      const { ask, plexPin, deviceCode } = await setUp();
      const { path } = await plexPin();
      assert.deepEqual(await answered(ask('GET', path, '', { poll: 'waiting' })), [false, 200]);
      assert.deepEqual(await answered(ask('GET', path, '', { address: abroad })), [false, 200]);
      const other = { headers: { 'x-plex-client-identifier': 'other' } };
      assert.deepEqual(await answered(ask('GET', path, '', other)), [false, 404]);
      const poll = await deviceCode();
      assert.deepEqual(await answered(ask('POST', '/oauth/token', poll, { poll: 'waiting' })), [false, 400]);
      assert.deepEqual(await answered(ask('POST', '/oauth/token', poll, { headers: { dpop: 'x' } })), [false, 400]);
      const wrong = poll.replace('client_id=player', 'client_id=other');
      assert.deepEqual(await answered(ask('POST', '/oauth/token', wrong)), [false, 401]);
    });

    it('of OAuth asks the store for another client, for one that does not prove itself, and for a pin that is bound to a key', async () => {
      const { ask, deviceCode, dependencies } = await setUp();
      const { oauthClients, pins } = dependencies.store;
      const { keys } = dependencies.ports;
      await oauthClients.add(aClient({ id: 'other' }));
      const secret = { authMethod: 'client_secret_post', secretHash: keys.hash('the secret') } as const;
      await oauthClients.add(aClient({ id: 'safe', scopes: [], numberMatching: false, ...secret }));
      const poll = await deviceCode();
      await ask('POST', '/oauth/token', poll);
      for (let turn = 0; turn < 2; turn += 1) {
        const stolen = ask('POST', '/oauth/token', poll.replace('client_id=player', 'client_id=other'));
        assert.deepEqual(await answered(stolen), [false, 400], 'another client');
      }

      const asked = 'client_id=safe&client_secret=the secret';
      const { body } = await ask('POST', '/oauth/device_authorization', asked);
      const code = String((JSON.parse(String(body)) as Readonly<Record<string, unknown>>)['device_code']);
      const rest = `grant_type=${deviceGrant}&device_code=${code}`;
      await ask('POST', '/oauth/token', `${asked}&${rest}`);
      assert.deepEqual(await answered(ask('POST', '/oauth/token', `${asked}&${rest}`)), [true, 400]);
      const wrong = ask('POST', '/oauth/token', `client_id=safe&client_secret=wrong&${rest}`);
      assert.deepEqual(await answered(wrong), [false, 401], 'a wrong secret');
      assert.deepEqual(await answered(ask('POST', '/oauth/token', `client_id=safe&${rest}`)), [false, 401], 'none');

      const pin = (await pins.byPublicId('oauth', keys.hash(code))) ?? assert.fail();
      assert.ok(await pins.replace({ ...pin, version: pin.version + 1, keyThumbprint: 'a key' }, pin.version));
      for (let turn = 0; turn < 2; turn += 1) {
        const unproven = ask('POST', '/oauth/token', `${asked}&${rest}`);
        assert.deepEqual(await answered(unproven), [false, 400], 'no proof of the key');
      }
    });

    it('that shows something new of its pin records it, and the next one is answered at once', async () => {
      const { ask, plexPin, deviceCode } = await setUp();
      const { path, code } = await plexPin();
      assert.deepEqual(await answered(ask('GET', `${path}?code=${code}`)), [false, 200]);
      await ask('GET', `${path}?code=${code}`);
      assert.deepEqual(await answered(ask('GET', `${path}?code=${code}`)), [true, 200]);
      assert.deepEqual(await answered(ask('GET', `${path}?code=${code}X`)), [false, 404]);
      assert.deepEqual(await answered(ask('GET', path)), [false, 404], 'the code is required now');
      const poll = await deviceCode();
      const roams = { address: abroad };
      assert.deepEqual(await answered(ask('POST', '/oauth/token', poll, roams)), [false, 400]);
      await ask('POST', '/oauth/token', poll);
      assert.deepEqual(await answered(ask('POST', '/oauth/token', poll, roams)), [true, 400]);
      assert.deepEqual(await answered(ask('POST', '/oauth/token', poll)), [true, 400]);
    });

    it('of a pin with a key is answered at once without a device JWT, and not with one', async () => {
      const { ask, plexPin } = await setUp();
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32, 7).toString('base64url'), kid: 'k', alg: 'EdDSA' };
      const { path } = await plexPin();
      await ask('GET', path);
      assert.deepEqual(await answered(ask('GET', `${path}?deviceJWT=x.y.z`)), [true, 200], 'it has no key');
      const body = JSON.stringify({ jwk });
      const { body: made } = await ask('POST', '/api/v2/pins', body, {
        headers: { 'content-type': 'application/json' },
      });
      const { id } = JSON.parse(String(made)) as { readonly id: number };
      await ask('GET', `/api/v2/pins/${id}`);
      assert.deepEqual(await answered(ask('GET', `/api/v2/pins/${id}`)), [true, 200]);
      assert.deepEqual(await answered(ask('GET', `/api/v2/pins/${id}?deviceJWT=x.y.z`)), [false, 400]);
    });
  });
}
