// A slash behind any path that plex clients call changes nothing; behind others it is another path.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { apiRoutes } from '../../packages/server/src/http/server/routes.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { fetchAdapter, nodeAdapter, type Adapter } from '../transcripts/adapters.ts';
import { link } from './asking.ts';
import { isOwnPath } from './own-paths.ts';

const parts: Readonly<Record<string, string>> = { ':id': '7', ':code': '7RQZ', ':uuid': 'x', ':handle': 'x' };

/** Every path of the table as somebody asks it, with each ending that it has. */
const asked = apiRoutes.flatMap(([method, path, , rules]) => {
  const plain = path.replace(/:\w+/g, (part) => parts[part] ?? assert.fail(part));
  // Below /api all is read as plex clients write it.
  const isPlex = path.startsWith('/api/') || !isOwnPath(path);
  const endings = rules?.endings?.map((ending) => `.${ending}`) ?? (isPlex ? ['', '.json', '.xml'] : ['']);
  return endings.map((ending) => ({ method, isPlex, target: `${plain}${ending}` }));
});

const headers = [
  ['Accept', 'application/json'],
  ['X-Plex-Client-Identifier', 'cid-1'],
] as const;

/** Status, and the headers that say what answered; a body may hold a time or a number that is drawn. */
async function answered(adapter: Adapter, method: string, target: string, token?: string): Promise<unknown> {
  const sent = token === undefined ? headers : [...headers, ['X-Plex-Token', token] as const];
  const came = await adapter({ method, target, headers: sent, body: '' });
  const named = new Map(came.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const telling = ['content-type', 'allow', 'access-control-allow-origin', 'access-control-allow-methods'];
  return [came.status, telling.map((name) => named.get(name)), came.status < 300 ? '' : came.body];
}

for (const [name, open] of Object.entries({ 'the fetch door': fetchAdapter, 'the Node door': nodeAdapter })) {
  describe(`a final slash at ${name}`, () => {
    let harness: Harness;
    let adapter: Adapter;
    before(async () => {
      harness = createHarness('final slash', { settings: { issuesPerMinute: 10_000, passwordRoutes: 'on' } });
      adapter = await open(harness);
    });
    after(() => harness.service.close());

    it('changes no answer of a path that plex clients call, whatever its ending and its method', async () => {
      for (const { method, target } of asked.filter(({ isPlex }) => isPlex)) {
        for (const sent of [method, 'PATCH', 'OPTIONS']) {
          const plain = await answered(adapter, sent, target);
          assert.deepEqual(await answered(adapter, sent, `${target}/`), plain, `${sent} ${target}/`);
        }
      }
    });

    it('finds every route for somebody with a token', async () => {
      const ada = await harness.person('ada');
      for (const { method, target } of asked.filter(({ isPlex }) => isPlex)) {
        const token = await link(harness, ada, 'cid-1', true);
        const plain = await answered(adapter, method, target, token);
        const again = await link(harness, ada, 'cid-1', true);
        assert.deepEqual(await answered(adapter, method, `${target}/`, again), plain, `${method} ${target}/`);
      }
    });

    it('is another path for the rest: OAuth, health and pages, and so are two slashes', async () => {
      for (const { method, target } of asked.filter(({ isPlex }) => !isPlex)) {
        const [status] = (await answered(adapter, method, `${target}/`)) as [number];
        assert.equal(status, 404, target);
      }
      for (const target of ['/api/v2/user//', '/api/', '/:/', '/pins/', '/devices.xml//']) {
        const [status] = (await answered(adapter, 'GET', target)) as [number];
        assert.equal(status, 404, target);
      }
    });

    it('has a device sign in that polls with one', async () => {
      const ask = async (method: string, target: string): Promise<Record<string, unknown>> => {
        const came = await adapter({ method, target, headers, body: '' });
        return JSON.parse(came.body) as Record<string, unknown>;
      };
      const { id, code, authToken } = await ask('POST', '/api/v2/pins/?strong=true');
      assert.equal(authToken, null);
      assert.equal((await ask('GET', `/api/v2/pins/${String(id)}/?code=${String(code)}`))['code'], code);
      assert.equal((await ask('GET', `/api/v2/pins/${String(id)}.json/?code=${String(code)}`))['code'], code);
    });
  });
}
