import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { movableClock } from '../../../../test/harness/clock.ts';
import { openNetwork } from './network.ts';
import { serveNetwork } from './servers.ts';

const hour = 60 * 60 * 1000;

describe('an emulator that runs for days', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-network-'));
  after(() => rmSync(folder, { recursive: true }));

  it('shows a certificate that is valid, and has programs that begin later trust it', async (t) => {
    const clock = movableClock(Date.now);
    const network = await openNetwork(0, { trustFolder: folder, now: clock.now });
    t.after(() => network.close());
    serveNetwork(network, (_request, response) => response.end('here'));
    const env = network.environment('plex');
    /** The last of a file: those of the system stand before it. */
    const lastIn = (file: string): X509Certificate => {
      const all = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
      return new X509Certificate(all?.at(-1) ?? '');
    };
    const trusted = (): readonly X509Certificate[] =>
      [join(folder, 'ca.pem'), env['NODE_EXTRA_CA_CERTS'] ?? ''].map(lastIn);
    const shown = async (): Promise<X509Certificate> => {
      const asked = get({
        host: '127.0.0.1',
        port: network.secure.port,
        servername: 'plex.tv',
        rejectUnauthorized: false,
        agent: false,
      });
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      const certificate = (response.socket as TLSSocket).getPeerX509Certificate();
      response.resume();
      await once(response, 'close');
      assert.ok(certificate);
      return certificate;
    };
    const first = await shown();
    for (const authority of trusted()) assert.ok(first.checkIssued(authority));

    clock.pass(30 * hour);
    network.renew();
    const second = await shown();
    assert.notEqual(second.fingerprint256, first.fingerprint256);
    for (const certificate of [second, ...trusted()]) {
      assert.ok(certificate.validFromDate.getTime() < clock.now() && certificate.validToDate.getTime() > clock.now());
    }
    for (const authority of trusted()) assert.ok(second.checkIssued(authority) && second.verify(authority.publicKey));
  });
});

describe('a network that leads on to the real plex.tv', () => {
  it('leaves unencrypted connections alone, and runs where NODE_ENV is production', async (t) => {
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    t.after(() => {
      if (before === undefined) delete process.env['NODE_ENV'];
      else process.env['NODE_ENV'] = before;
    });
    await assert.rejects(openNetwork(0), { name: 'EmulatorError' });
    const network = await openNetwork(0, { isRelay: true });
    t.after(() => network.close());
    assert.deepEqual(Object.keys(network.diversion.ports), ['443']);
  });
});
