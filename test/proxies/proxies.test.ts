// The sample files of deploy/proxies in the real nginx, HAProxy and Caddy, in front of the real service.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  request as plainRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { request } from 'node:https';
import { after, before, describe, it } from 'node:test';
import { createHarness, type Harness } from '../harness/service.ts';
import { deciding } from '../waiting/protocols.ts';
import { untilWaiting } from '../waiting/holding.ts';
import { readSample, startProxy, type Proxy, type Sample } from './proxy.ts';

const root = 'https://link.example.org';
const below = 'https://www.example.org/linkpin';
const nginxWaits = [/proxy_read_timeout (\d+)s/, /proxy_send_timeout (\d+)s/];
const haproxyWaits = [/timeout server (\d+)s/, /timeout client (\d+)s/];
/** Caddy sets no limit of its own. */
const caddyWaits: readonly RegExp[] = [];
const samples: readonly Sample[] = [
  { file: 'nginx.conf', proxy: 'nginx', publicUrl: root, waits: nginxWaits },
  { file: 'nginx-base-path.conf', proxy: 'nginx', publicUrl: below, waits: nginxWaits },
  { file: 'haproxy.cfg', proxy: 'haproxy', publicUrl: root, waits: haproxyWaits },
  { file: 'haproxy-base-path.cfg', proxy: 'haproxy', publicUrl: below, waits: haproxyWaits },
  { file: 'Caddyfile', proxy: 'caddy', publicUrl: root, waits: caddyWaits },
  { file: 'Caddyfile-base-path', proxy: 'caddy', publicUrl: below, waits: caddyWaits },
];

/** Where the client sits: an address of this machine that no proxy and no service uses. */
const client = '127.0.0.5';
const forged = '198.51.100.7';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

class Setting {
  readonly harness: Harness;
  readonly sample: Sample;
  proxy!: Proxy;
  direct = '';

  constructor(sample: Sample, trustedProxies: readonly string[]) {
    this.sample = sample;
    const { publicUrl } = sample;
    this.harness = createHarness('proxies', { settings: { publicUrl, trustedProxies: [...trustedProxies] } });
  }

  async start(): Promise<void> {
    this.direct = await this.harness.service.listen();
    this.proxy = await startProxy(this.sample, new URL(this.direct).host);
  }

  /** Asks through the proxy, from the client's address. */
  async ask(method: string, path: string, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    const { hostname, pathname } = new URL(this.sample.publicUrl);
    const asked = request({
      host: '127.0.0.1',
      port: this.proxy.httpsPort,
      localAddress: client,
      servername: hostname,
      ca: this.proxy.certificate,
      agent: false,
      method,
      path: `${pathname.replace(/\/$/, '')}${path}`,
      headers: { host: hostname, accept: 'application/json', ...headers },
    });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    let body = '';
    for await (const part of response) body += String(part);
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  }

  /** Asks for a pin, and tells what the service took for the client's address. */
  async addressSeen(headers: OutgoingHttpHeaders = {}): Promise<string | null> {
    const answer = await this.ask('POST', '/api/v2/pins', { 'x-plex-client-identifier': 'a-client', ...headers });
    assert.equal(answer.status, 201, answer.body);
    const { id } = JSON.parse(answer.body) as { id: number };
    const pin = await this.harness.store.pins.byPublicId('plex', String(id));
    assert.ok(pin);
    return pin.requester.address;
  }

  async warnings(): Promise<string> {
    const response = await fetch(`${this.direct}/readyz`);
    return ((await response.json()) as { warnings: string[] }).warnings.join('\n');
  }
}

for (const sample of samples) {
  describe(`${sample.proxy} with ${sample.file}`, () => {
    const setting = new Setting(sample, ['127.0.0.1']);
    let logged: Promise<string> | undefined;
    const stop = () => (logged ??= setting.proxy.stop());

    before(() => setting.start());
    after(async () => {
      await stop();
      await setting.harness.service.close();
    });

    it('tells the service where the client is', async () => {
      assert.equal(await setting.addressSeen(), client);
    });

    it('lets no client forge its address (B20)', async () => {
      const forgeries: OutgoingHttpHeaders[] = [
        { 'x-forwarded-for': forged },
        { 'x-forwarded-for': [forged, `${forged}, 127.0.0.1`] },
        { forwarded: `for=${forged}` },
        { forwarded: `for="${forged}` },
        { 'x-real-ip': forged, 'true-client-ip': forged, 'cf-connecting-ip': forged },
        { 'x-forwarded-for': forged, forwarded: `for=${forged}`, 'x-real-ip': forged },
        { 'X-FORWARDED-FOR': forged, x_forwarded_for: forged },
      ];
      for (const headers of forgeries)
        assert.equal(await setting.addressSeen(headers), client, JSON.stringify(headers));
    });

    it('lets no client take the header away by calling it hop-by-hop', async () => {
      for (const connection of ['close, X-Forwarded-For', 'X-Forwarded-For']) {
        assert.equal(await setting.addressSeen({ connection, 'x-forwarded-for': forged }), client);
      }
    });

    it('lets a device wait, and hear of the yes at once', async () => {
      const { harness } = setting;
      const device = { 'x-plex-client-identifier': 'a-device-that-waits' };
      const created = await setting.ask('POST', '/api/v2/pins', device);
      assert.equal(created.headers['linkpin-wait'], '25');
      const { id, code } = JSON.parse(created.body) as { id: number; code: string };
      const held = setting.ask('GET', `/api/v2/pins/${id}`, { ...device, prefer: 'wait=25' });
      await untilWaiting(harness, 1);
      await deciding(harness, code).approve();
      const answer = await held;
      assert.equal(answer.headers['preference-applied'], 'wait=25');
      assert.match(answer.body, /"authToken":"\w{20}"/);
    });

    it('passes a stream of events on as they come', async () => {
      const { harness } = setting;
      const device = { 'x-plex-client-identifier': 'a-page-that-listens' };
      const created = await setting.ask('POST', '/api/v2/pins', device);
      const { id, code } = JSON.parse(created.body) as { id: number; code: string };
      const heard = setting.ask('GET', `/api/v2/pins/${id}/events`, device);
      await untilWaiting(harness, 1);
      await deciding(harness, code).deny();
      assert.match((await heard).body, /event: changed/);
    });

    it('gives the service nothing to warn of, its own health checks included', async () => {
      await setting.addressSeen();
      assert.equal(await setting.warnings(), '');
    });

    it('hands on the whole path, and URLs lead back through it', async () => {
      const created = await setting.ask('POST', '/api/v2/pins', { 'x-plex-client-identifier': 'a-client' });
      const { qr } = JSON.parse(created.body) as { qr: string };
      assert.ok(qr.startsWith(`${sample.publicUrl}/api/v2/pins/qr/`), qr);
      const picture = await setting.ask('GET', qr.slice(sample.publicUrl.length));
      assert.deepEqual([picture.status, picture.headers['content-type']], [200, 'image/png']);
      const page = await setting.ask('GET', '/link', { accept: 'text/html' });
      assert.equal(page.status, 303);
      assert.ok(page.headers.location?.startsWith(new URL(`${sample.publicUrl}/signin`).pathname));
    });

    it('leads from http to https', async () => {
      const { hostname } = new URL(sample.publicUrl);
      const asked = plainRequest({
        host: '127.0.0.1',
        port: setting.proxy.httpPort,
        path: '/linkpin/link',
        headers: { host: hostname },
        agent: false,
      });
      asked.end();
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      response.resume();
      assert.ok([301, 308].includes(response.statusCode ?? 0));
      assert.match(response.headers.location ?? '', new RegExp(`^https://${hostname}(:\\d+)?/linkpin/link$`));
    });

    for (const limit of sample.waits) {
      it(`lets a device wait for more than a minute: ${limit.source}`, () => {
        assert.ok(Number(limit.exec(readSample(sample.file))?.[1]) > 60);
      });
    }

    it('logs no code and no token, even when the service is away', async () => {
      const secrets = async () => {
        await setting.ask('GET', '/link?code=SECRET1', { referer: `${sample.publicUrl}/link?code=SECRET2` });
        await setting.ask('GET', '/api/v2/pins/qr/SECRET3.png?x=SECRET4');
        await setting.ask('GET', '/api/v2/user?X-Plex-Token=SECRET5', { 'x-plex-token': 'SECRET6' });
        return (await setting.ask('GET', '/healthz?SECRET7', { cookie: 'linkpin=SECRET8' })).status;
      };
      assert.equal(await secrets(), 200);
      await setting.harness.service.close();
      assert.ok([502, 503].includes(await secrets()));
      const log = await stop();
      assert.match(log, /\/link\b/);
      assert.match(log, /\/api\/v2\/pins\/qr\//);
      assert.doesNotMatch(log, /SECRET/);
    });
  });
}

describe('a proxy that was not declared', () => {
  const [sample] = samples;
  assert.ok(sample);
  const setting = new Setting(sample, []);
  before(() => setting.start());
  after(async () => {
    await setting.proxy.stop();
    await setting.harness.service.close();
  });

  it('leaves the address unknown, and /readyz says what to do', async () => {
    assert.equal(await setting.addressSeen(), null);
    assert.equal(await setting.addressSeen({ 'x-forwarded-for': forged }), null);
    assert.match(await setting.warnings(), /not declared a proxy.+--trusted-proxies/);
  });
});
