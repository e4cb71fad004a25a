// A lone surrogate cannot be sent: in a name it becomes U+FFFD, elsewhere it is an error of the caller.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isLinkpinClientError } from './errors.ts';
import { createDeviceClient } from './oauth-client.ts';
import { plexAuthUrl } from './plex-auth-url.ts';
import { checkPlexToken } from './plex-check-token.ts';
import { createPlexClient } from './plex-client.ts';
import { fetchPlexDevices, fetchPlexResources } from './plex-fetch.ts';
import { createDeviceKey } from './device-key.ts';
import { createPlexKeyClient } from './plex-key-client.ts';
import { plexPinRequest } from './plex-request.ts';

const halves = ['\ud800', 'a\udc00b', '\udc00\ud800', '😀\ud83d', '\ude00😀'];
const sender = { server: 'https://linkpin.example', clientIdentifier: 'cid-1', product: 'My App' };
const fetch = async (): Promise<Response> => Response.json({ issuer: 'https://auth.example' });

const isBadOption = (error: unknown): boolean => isLinkpinClientError(error, 'bad_option');

test('in a name it becomes U+FFFD, in requests and in the address of the sign-in page; whole characters stay', () => {
  for (const name of ['product', 'version', 'platform', 'platformVersion', 'device', 'deviceName', 'model'] as const) {
    for (const half of halves) {
      const shown = encodeURIComponent(half.toWellFormed());
      const { url } = plexPinRequest({ ...sender, [name]: half });
      assert.ok(url.endsWith(`=${shown}`), url);
      const page = plexAuthUrl({ ...sender, [name]: half }, 'code');
      assert.ok(page.includes(`=${shown}`), page);
    }
  }
  assert.match(plexAuthUrl(sender, 'code', { context: { layout: 'a\ud800' } }), /=a%EF%BF%BD$/);
  assert.match(plexPinRequest({ ...sender, deviceName: 'Zoë 😀' }).url, /=Zo%C3%AB%20%F0%9F%98%80$/);
  assert.equal(plexPinRequest({ ...sender, version: 7 as unknown as string }).headers['X-Plex-Version'], '7');
});

test('in an identifier, a secret or an address it is a bad option, before anything is sent', async () => {
  const oauth = { issuer: 'https://auth.example', clientId: 'a', fetch };
  const endpoints = { deviceAuthorizationEndpoint: 'https://a.example/d', tokenEndpoint: 'https://a.example/t' };
  for (const half of halves) {
    const address = `https://a.example/${half}`;
    const atOnce: (() => unknown)[] = [
      () => createPlexClient({ ...sender, server: address }),
      () => plexPinRequest({ ...sender, clientIdentifier: half }),
      () => plexAuthUrl({ ...sender, clientIdentifier: half }, 'code'),
      () => plexAuthUrl(sender, half),
      () => plexAuthUrl(sender, 'code', { forwardUrl: address }),
      () => createDeviceClient({ ...oauth, issuer: address }),
      () => createDeviceClient({ ...oauth, clientId: half }),
      () => createDeviceClient({ ...oauth, clientSecret: half }),
      () => createDeviceClient({ ...oauth, endpoints: { ...endpoints, tokenEndpoint: address } }),
      () => createDeviceClient({ ...oauth, endpoints: { ...endpoints, revocationEndpoint: address } }),
    ];
    for (const use of atOnce) assert.throws(use, isBadOption, `${String(use)} ${JSON.stringify(half)}`);

    const client = createDeviceClient({ ...oauth, endpoints });
    const key = await createDeviceKey();
    const promised: (() => Promise<unknown>)[] = [
      () => createPlexClient({ ...sender, fetch, clientIdentifier: half }).requestPin(),
      () => createDeviceClient({ ...oauth, endpoints, scope: half }).requestCode(),
      () => createDeviceClient({ ...oauth, endpoints, resource: address }).requestCode(),
      () => client.refresh({ refreshToken: half, scope: null }),
      () =>
        createDeviceClient({ ...oauth, endpoints: { ...endpoints, revocationEndpoint: 'https://a.example/r' } }).revoke(
          half,
        ),
      () => fetchPlexResources({ ...sender, fetch }, half),
      () => fetchPlexDevices({ ...sender, fetch }, half),
      () => createPlexKeyClient({ ...sender, fetch, key }).register(half),
    ];
    for (const use of promised) await assert.rejects(use(), isBadOption, `${String(use)} ${JSON.stringify(half)}`);
    assert.deepEqual(await checkPlexToken({ ...sender, fetch }, half), { kind: 'invalid' });
  }
});

test('no text that an option may be makes anything throw but errors of this package', async () => {
  const text = fc.string({ unit: fc.oneof(fc.constantFrom('\ud83d', '\ude00', 'a', '%', '"', '\0'), fc.string()) });
  const only = (use: () => unknown): void => {
    try {
      use();
    } catch (error) {
      assert.ok(isLinkpinClientError(error), String(error));
    }
  };
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      only(() => createPlexClient({ clientIdentifier: a, product: b, deviceName: c, server: `https://x${c}` }));
      only(() =>
        plexAuthUrl({ ...sender, product: a, clientIdentifier: b }, c, { forwardUrl: a, context: { [b]: c } }),
      );
      only(() => createDeviceClient({ issuer: `https://x${a}`, clientId: b, clientSecret: c }));
      only(() => plexPinRequest({ ...sender, product: a, model: b, clientIdentifier: c }));
    }),
  );
});
