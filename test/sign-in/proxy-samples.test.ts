// The samples of docs/sign-in.md in the real nginx and Caddy, between browsers, a stand-in for Authelia, and the real service.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { movableClock } from '../harness/clock.ts';
import { Person } from '../harness/person.ts';
import { createHarness } from '../harness/service.ts';
import { freePort, isOpen } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { folderFor } from './site.ts';

const page = readFileSync(new URL('../../docs/sign-in.md', import.meta.url), 'utf8');
const sample = (kind: string): string => new RegExp(`^\`\`\`${kind}\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1] ?? '';

/** Puts a test's places into a sample; each has to be in it. */
function fill(text: string, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((filled, [from, to]) => {
    assert.ok(filled.includes(from), `The sample has no ${from}.`);
    return filled.replaceAll(from, to);
  }, text);
}

interface Places {
  readonly folder: string;
  readonly port: number;
  readonly service: string;
  readonly portal: string;
}

const proxies: Readonly<Record<string, (places: Places) => readonly string[]>> = {
  nginx({ folder, port, service, portal }) {
    const site = fill(sample('nginx'), { 'http://linkpin': `http://${service}`, '127.0.0.1:9091': portal });
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const temporary = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ');
    const server = `server { listen 127.0.0.1:${port}; access_log off; ${site} }`;
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; pid ${folder}/pid; error_log stderr crit;\nevents {}\nhttp { ${temporary}\n${server} }`,
    );
    return ['/usr/sbin/nginx', '-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  },
  Caddy({ folder, port, service, portal }) {
    const site = fill(sample('caddyfile'), {
      'link.example.org': `http://127.0.0.1:${port}`,
      '127.0.0.1:4747': service,
      '127.0.0.1:9091': portal,
    });
    writeFileSync(join(folder, 'Caddyfile'), `{\nadmin off\nauto_https off\ndefault_bind 127.0.0.1\n}\n${site}`);
    return ['/usr/bin/caddy', 'run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  },
};

/** Answers as Authelia does: knows people by a cookie, and has no e-mail address of everybody. */
async function startPortal(context: Pick<TestContext, 'after'>): Promise<string> {
  const portal = createServer((request, response) => {
    const who = /portal=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    const isNginx = request.url?.startsWith('/api/authz/auth-request') === true;
    assert.ok(isNginx || request.url?.startsWith('/api/authz/forward-auth'), request.url);
    // A rule there may let everybody through, and then says nobody.
    if (who === 'bypassed') return void response.writeHead(200).end();
    if (who === undefined) {
      return void response.writeHead(isNginx ? 401 : 302, { location: 'https://auth.example.org/' }).end();
    }
    const said = who === 'ada' ? { 'Remote-Name': 'Ada Lovelace', 'Remote-Email': 'ada@home.example' } : {};
    response.writeHead(200, { 'Remote-User': who, 'Remote-Groups': 'staff,admins', ...said }).end();
  });
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  context.after(() => portal.close());
  return `127.0.0.1:${(portal.address() as AddressInfo).port}`;
}

async function start(context: Pick<TestContext, 'after'>, commandOf: (places: Places) => readonly string[]) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const harness = createHarness('proxy samples', {
    clock: movableClock(Date.now),
    settings: {
      publicUrl: url,
      trustedProxies: ['127.0.0.1'],
      identityProxies: ['127.0.0.1'],
      proxyUserHeader: 'Remote-User',
      proxyNameHeader: 'Remote-Name',
      proxyEmailHeader: 'Remote-Email',
      proxyGroupsHeader: 'Remote-Groups',
      freshSignInDays: 0,
    },
  });
  const service = new URL(await harness.service.listen()).host;
  context.after(() => harness.service.close());
  const portal = await startPortal(context);
  const folder = folderFor(context);
  const [command = '', ...args] = commandOf({ folder, port, service, portal });
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const running = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  let said = '';
  running.stderr.on('data', (part) => (said += String(part)));
  context.after(async () => {
    running.kill('SIGTERM');
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit');
  });
  await until('the proxy listens', async () => {
    assert.equal(running.exitCode, null, said);
    return isOpen(port);
  });
  /** A browser that the portal knows as somebody; null for nobody. What more it sends goes along. */
  const browser = (state: { who: string | null }, more: Readonly<Record<string, string>> = {}): Person =>
    new Person(
      url,
      () => more,
      async (request) => {
        const cookies = [request.headers.get('cookie'), state.who === null ? null : `portal=${state.who}`];
        request.headers.set('cookie', cookies.filter((cookie) => cookie !== null && cookie !== '').join('; '));
        const response = await fetch(request);
        const to = response.headers.get('location');
        return to !== null && new URL(to, url).origin !== url ? new Response(`gone to ${to}`) : response;
      },
    );
  return { ...harness, url, browser };
}

const device = { 'x-plex-client-identifier': 'tv', 'x-plex-product': 'TV', accept: 'application/json' };
const forged = { 'Remote-User': 'boss', 'Remote-Email': 'boss@home.example', 'Remote-Groups': 'bosses' };

for (const [name, commandOf] of Object.entries(proxies)) {
  describe(`the sample for ${name} in front of what Authelia guards`, () => {
    it('links a device for whom the portal knows, while devices pass it by', async (context) => {
      const site = await start(context, commandOf);
      const created = await fetch(`${site.url}/api/v2/pins`, { method: 'POST', headers: device });
      const { id, code } = (await created.json()) as { readonly id: number; readonly code: string };
      const done = await site.browser({ who: 'ada' }).answer(code, 'yes');
      assert.equal(done.path, '/done', done.html);
      const read = await fetch(`${site.url}/api/v2/pins/${id}`, { headers: device });
      const { authToken } = (await read.json()) as { readonly authToken: string };
      const user = await fetch(`${site.url}/api/v2/user`, { headers: { ...device, 'x-plex-token': authToken } });
      assert.equal(user.status, 200);
      const { claims } = (await site.store.identities.find('urn:linkpin:proxy', 'ada')) ?? assert.fail();
      assert.deepEqual([claims.email, claims.groups], ['ada@home.example', ['staff', 'admins']]);
    });

    it('sends nobody to the portal, and ends the session with the portal’s', async (context) => {
      const site = await start(context, commandOf);
      const state = { who: 'ada' as string | null };
      const browser = site.browser(state);
      assert.equal((await browser.get('/devices')).path, '/devices');
      state.who = null;
      assert.equal((await browser.get('/devices')).html, 'gone to https://auth.example.org/');
      state.who = 'bypassed';
      assert.match((await browser.get('/devices')).html, /Sign in to the app/);
      state.who = 'bob';
      await browser.get('/devices');
      const { account } = (await site.store.identities.find('urn:linkpin:proxy', 'ada')) ?? assert.fail();
      assert.equal((await site.store.sessions.listFor(account, site.clock.now())).length, 0);
    });

    it('lets nobody forge a header, on pages or past the portal', async (context) => {
      const site = await start(context, commandOf);
      assert.match((await site.browser({ who: null }, forged).get('/devices')).html, /^gone to/);
      for (const who of ['ada', 'bob']) await site.browser({ who }, forged).get('/devices');
      for (const path of [
        '/auth',
        '/api/v2/user',
        '/pins/1',
        '/devices.json',
        '/API/../devices/',
        '/auth/../devices',
      ]) {
        const response = await fetch(site.url + path, { headers: { ...device, ...forged }, redirect: 'manual' });
        assert.ok(response.status !== 200 || path === '/auth', `${path} ${response.status}`);
      }
      const underscored = await site.browser({ who: 'ada' }, { remote_user: 'boss' }).get('/devices');
      // nginx leaves out what has an underscore, Caddy hands it on and the service refuses it.
      assert.ok([200, 503].includes(underscored.status));
      assert.equal(await site.store.identities.find('urn:linkpin:proxy', 'boss'), undefined);
      const { claims } = (await site.store.identities.find('urn:linkpin:proxy', 'bob')) ?? assert.fail();
      assert.deepEqual([claims.email, claims.groups], [null, ['staff', 'admins']]);
    });
  });
}
