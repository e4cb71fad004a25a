import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { emulator, type Emulator } from '../emulator/emulator.ts';
import { ownIdentity } from '../emulator/certificates/own-identity.ts';
import { openUpstream } from './upstream.ts';

describe('the connection to the real plex.tv', () => {
  let plex: Emulator;
  const trusted = getCACertificates('default');
  before(async () => {
    plex = await emulator({ intercept: false });
  });
  after(async () => {
    setDefaultCACertificates(trusted);
    await plex.close();
  });

  /** @returns the status of the answer to a request through a proxy that leads to the emulator */
  async function ask(): Promise<number | undefined> {
    const upstream = openUpstream(() => new URL(plex.env['HTTPS_PROXY'] ?? ''));
    const request = upstream.request({ host: 'plex.tv', method: 'GET', path: '/api/v2/user', headers: {} });
    request.end();
    try {
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      await buffer(response);
      return response.statusCode;
    } finally {
      upstream.close();
    }
  }

  it('is refused with a certificate that this machine does not trust, even where the environment says otherwise', async (t) => {
    await assert.rejects(ask(), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    t.after(() => delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);
    await assert.rejects(ask(), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    assert.deepEqual(plex.calls(), []);
  });

  it('goes through the proxy, by a certificate that this machine trusts', async () => {
    setDefaultCACertificates([...trusted, ownIdentity().authority.cert]);
    assert.equal(await ask(), 401);
    assert.equal(plex.calls().length, 1);
  });

  it('fails where the proxy refuses', async () => {
    const upstream = openUpstream(() => new URL(plex.url));
    const request = upstream.request({ host: 'example.com', method: 'GET', path: '/', headers: {} });
    request.end();
    await assert.rejects(once(request, 'response'), { message: 'the proxy answers 407' });
    upstream.close();
  });
});
