// Junk in the name of a client whose keys are at a URL: few connections, and honest callers are served meanwhile.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import type { Answer } from '../plex/asking.ts';
import { registerClient } from '../harness/clients.ts';
import { createHarness } from '../harness/service.ts';
import { begin, errorIn, post } from './asking.ts';

/** An address that takes connections and says nothing, until the test lets go of them. */
async function silence(): Promise<{ server: Server; sockets: Socket[]; url: string; release: () => void }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const release = (): void => sockets.forEach((socket) => socket.destroy());
  after(() => {
    release();
    server.close();
  });
  return { server, sockets, release, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/jwks` };
}

describe('junk assertions', () => {
  it('have the keys fetched once, and keep nobody else from being served', async () => {
    const { server, sockets, release, url } = await silence();
    const settings = { maxInFlight: 16, outboundAllowed: ['127.0.0.1'] };
    const harness = createHarness('junk assertions', { settings });
    after(() => harness.service.close());
    await registerClient(harness, 'radio', { authMethod: 'private_key_jwt', jwksUri: url });
    await registerClient(harness, 'tv');

    let serial = 0;
    const junk = (deviceInfo: object, header: object = { alg: 'ES256', kid: 'k' }): Promise<Answer> => {
      const now = harness.ports.clock.now() / 1000;
      const said = { iss: 'radio', sub: 'radio', jti: `${(serial += 1)}`, iat: now, exp: now + 60, ...deviceInfo };
      const [head, body] = [header, said].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
      return post(harness, '/oauth/token', {
        grant_type: 'refresh_token',
        refresh_token: 'x',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`,
      });
    };
    const aud = 'http://127.0.0.1:4747';
    for (const wrong of [junk({ aud: 'https://other.example' }), junk({ aud }, { alg: 'none' }), junk({})]) {
      assert.equal(errorIn(await wrong), 'invalid_client');
    }
    assert.equal(sockets.length, 0);

    const connected = once(server, 'connection');
    const posts = Array.from({ length: 150 }, () => junk({ aud }));
    await connected;
    for (let count = 0; count < 50; count += 1) await begin(harness, 'tv');
    release();
    const answers = await Promise.all(posts);
    assert.equal(sockets.length, 1);
    const refused = answers.filter((answer) => errorIn(answer) === 'invalid_client');
    const later = answers.filter((answer) => errorIn(answer) === 'temporarily_unavailable');
    assert.deepEqual([refused.length, later.length], [2, 148], 'an eighth of the work may wait');
    assert.deepEqual(
      later.map(({ status, headers }) => [status, headers.get('retry-after')]),
      later.map(() => [503, '2']),
    );
    assert.equal(errorIn(await junk({ aud })), 'invalid_client');
    assert.equal(sockets.length, 1, 'the address is left alone for a while');
  });
});
