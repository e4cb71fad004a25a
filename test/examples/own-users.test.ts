// The examples of an application with users of its own, as they stand in examples/: a person signs in there and links a device.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Person } from '../harness/person.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts an example. It ends with the test. */
async function start(context: TestContext, name: string): Promise<string> {
  const file = fileURLToPath(new URL(`../../examples/${name}/own-users.mjs`, import.meta.url));
  const env = { ...process.env, PORT: String(await freePort()), NODE_OPTIONS: '' };
  const example = spawn(process.execPath, ['--conditions=linkpin-source', file], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(() => example.kill());
  for await (const line of createInterface({ input: example.stdout })) if (line.startsWith('http')) return line;
  return assert.fail('the example did not start');
}

async function television(base: string) {
  const headers = { 'x-plex-client-identifier': 'tv', 'x-plex-product': 'My TV', accept: 'application/json' };
  const created = await fetch(`${base}/devices/api/v2/pins`, { method: 'POST', headers });
  assert.equal(created.status, 201);
  const { id, code } = (await created.json()) as { readonly id: number; readonly code: string };
  const token = async () => {
    const read = await fetch(`${base}/devices/api/v2/pins/${id}`, { headers });
    return ((await read.json()) as { readonly authToken: string | null }).authToken;
  };
  return { code, token };
}

for (const name of ['express', 'hono']) {
  describe(`the users of an application in ${name}`, () => {
    it('sign in there, link a device, and see it no more once they have signed out', async (context) => {
      const base = await start(context, name);
      const device = await television(base);
      const ada = new Person(base);
      const login = await ada.get('/devices/link');
      assert.equal(login.path, '/login', login.html);
      const page = await ada.fillIn(login, { user: 'ada' });
      assert.equal(page.path, '/devices/link', page.html);
      const question = await ada.fillIn(page, { code: device.code });
      assert.equal(await device.token(), null);
      const done = await ada.fillIn(question, { mine: 'on', answer: 'yes' });
      assert.equal(done.path, '/devices/done', done.html);
      assert.ok((await device.token()) !== null);
      assert.match((await ada.get('/devices/devices')).html, /My TV/);
      await fetch(`${base}/logout`, { method: 'POST', headers: { cookie: ada.cookie }, redirect: 'manual' });
      assert.equal((await ada.get('/devices/devices')).path, '/login');
    });

    it('have devices that find the metadata, at the root of the host', async (context) => {
      const base = await start(context, name);
      const metadata = await fetch(`${base}/.well-known/oauth-authorization-server/devices`);
      assert.equal(metadata.status, 200);
      const { issuer } = (await metadata.json()) as { readonly issuer: string };
      assert.equal(issuer, `${base}/devices`);
    });

    it('are led nowhere else by the way back', async (context) => {
      const base = await start(context, name);
      const bob = new Person(base);
      const login = await bob.get(`/login?next=${encodeURIComponent('https://evil.example/')}`);
      assert.doesNotMatch(login.html, /evil/);
      assert.equal((await bob.fillIn(login, { user: 'bob' })).path, '/');
    });
  });
}
