import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { registerClient } from '../harness/clients.ts';
import { password } from '../harness/people.ts';
import { createHarness } from '../harness/service.ts';

const names = ['oauth-authorization-server', 'openid-configuration'];

describe('metadata of a service below a base path', () => {
  const issuer = 'https://home.example/linkpin';
  const { service } = createHarness('metadata', { settings: { publicUrl: issuer } });
  after(() => service.close());
  const issuerAt = async (path: string): Promise<unknown> => {
    const response = await service.fetch(new Request(`https://home.example${path}`));
    return response.status === 200 ? ((await response.json()) as { issuer: string }).issuer : response.status;
  };

  it("stands where RFC 8414 §3.1 puts it, with the issuer's path at the end", async () => {
    for (const name of names) assert.equal(await issuerAt(`/.well-known/${name}/linkpin`), issuer);
  });

  it('and below the base path, whether the proxy takes that away or not', async () => {
    for (const name of names) {
      assert.equal(await issuerAt(`/linkpin/.well-known/${name}`), issuer);
      assert.equal(await issuerAt(`/.well-known/${name}`), issuer);
    }
  });

  it("but is nobody else's", async () => {
    for (const name of names) {
      assert.equal(await issuerAt(`/.well-known/${name}/other`), 404);
      assert.equal(await issuerAt(`/.well-known/${name}/linkpin/more`), 404);
    }
  });
});

describe('a service whose public URL was written in another spelling', () => {
  const publicUrl = 'HTTPS://Bücher.example:443/Über%7e/';
  const canonical = 'https://xn--bcher-kva.example/%C3%9Cber~';
  const harness = createHarness('canonical', { settings: { publicUrl } });
  const { service } = harness;
  after(() => service.close());
  const post = (path: string, headers: Readonly<Record<string, string>>, form: Readonly<Record<string, string>>) =>
    service.fetch(new Request(`${canonical}${path}`, { method: 'POST', headers, body: new URLSearchParams(form) }));

  it('says the canonical one of itself, and is found below its path however that is escaped', async () => {
    for (const path of ['/%C3%9Cber~', '/%c3%9cber%7E', '']) {
      const url = `https://xn--bcher-kva.example${path}/.well-known/oauth-authorization-server`;
      const { issuer, token_endpoint: token } = (await (await service.fetch(new Request(url))).json()) as {
        readonly issuer: string;
        readonly token_endpoint: string;
      };
      assert.deepEqual([issuer, token], [canonical, `${canonical}/oauth/token`]);
    }
  });

  it('links devices, binds cookies and takes forms under that one', async () => {
    await harness.person('ada');
    const pin = await post('/api/v2/pins', { accept: 'application/json', 'x-plex-client-identifier': 'tv' }, {});
    assert.ok(((await pin.json()) as { readonly qr: string }).qr.startsWith(`${canonical}/api/v2/pins/qr/`));
    const form = { name: 'ada', password: password };
    const own = await post('/signin', { origin: 'https://xn--bcher-kva.example' }, form);
    assert.equal(own.status, 303);
    const [cookie = ''] = own.headers.getSetCookie();
    assert.match(cookie, /^__Secure-linkpin.*; Path=\/%C3%9Cber~(;|$)/);
    assert.equal((await post('/signin', { origin: 'https://other.example' }, form)).status, 403);
  });

  it('takes a DPoP proof that is for that one', async () => {
    await registerClient(harness, 'tv');
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(publicKey) };
    const statusFor = async (htu: string): Promise<number> => {
      const deviceInfo = { jti: htu, htm: 'POST', htu, iat: Math.floor(harness.ports.clock.now() / 1000) };
      const dpop = await new SignJWT(deviceInfo).setProtectedHeader(header).sign(privateKey);
      return (await post('/oauth/device_authorization', { dpop }, { client_id: 'tv' })).status;
    };
    assert.equal(await statusFor(`${canonical}/oauth/device_authorization`), 200);
    assert.equal(await statusFor('https://other.example/oauth/device_authorization'), 400);
  });
});
