// Each example as it stands in examples/, beside a real service on a socket.
import assert from 'node:assert/strict';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { api } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { introspection, makeKey, registerClients, revoke, signIn } from '../verify/tokens.testing.ts';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

for (const name of ['express', 'fastify', 'hono']) {
  describe(`the example in ${name}`, () => {
    let ahead = 0;
    let harness: Harness;
    let issuer: string;
    let example: ChildProcess;
    let base: string;

    before(async () => {
      harness = createHarness(name, { clock: movableClock(Date.now) });
      issuer = await harness.service.listen();
      await registerClients(harness);
      example = fork(path(`../../examples/${name}/server.mjs`), {
        execArgv: ['--conditions=linkpin-source', '--import', path('moved-date.mjs')],
        env: {
          ...process.env,
          ISSUER: issuer,
          AUDIENCE: api,
          CLIENT_ID: introspection.clientId,
          CLIENT_SECRET: introspection.clientSecret,
          PORT: '0',
          NODE_OPTIONS: '',
        },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      });
      assert.ok(example.stdout);
      const { value } = await createInterface({ input: example.stdout })[Symbol.asyncIterator]().next();
      base = String(value);
    });
    after(async () => {
      example.kill();
      await harness.service.close();
    });

    async function pass(seconds: number): Promise<void> {
      ahead += seconds * 1000;
      harness.clock.pass(seconds * 1000);
      example.send(ahead);
      await once(example, 'message');
    }

    async function call(method: string, headers: Record<string, string>, target = '/films'): Promise<Response> {
      return fetch(`${base}${target}`, { method, headers });
    }
    const withToken = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

    for (const unset of ['ISSUER', 'AUDIENCE', 'CLIENT_ID', 'CLIENT_SECRET'] as const) {
      it(`does not begin without ${unset}, and says what is missing`, async () => {
        const settings = { ISSUER: issuer, AUDIENCE: api, CLIENT_ID: 'x', CLIENT_SECRET: 'y', PORT: '0' };
        const program = spawn(
          process.execPath,
          ['--conditions=linkpin-source', path(`../../examples/${name}/server.mjs`)],
          {
            env: { ...process.env, ...settings, NODE_OPTIONS: '', [unset]: undefined },
            stdio: ['ignore', 'pipe', 'pipe'],
          },
        );
        program.stdout.once('data', () => program.kill()); // it began
        const [errors, [status]] = await Promise.all([text(program.stderr), once(program, 'close')]);
        assert.equal(status, 1);
        const missing = {
          ISSUER: 'resourceMetadata needs the issuer of each authorization server',
          AUDIENCE: 'resourceMetadata needs a resource',
          CLIENT_ID: 'createVerifier needs introspection.clientId',
          CLIENT_SECRET: 'createVerifier needs introspection.clientSecret',
        }[unset];
        assert.ok(errors.includes(`TypeError: ${missing}, `), errors);
      });
    }

    it('no token: 401 with a challenge, also when there is one in the query (B18)', async () => {
      const { access_token: token } = await signIn(harness, issuer, 'jwt tv');
      for (const target of ['/films', `/films?access_token=${token}`]) {
        const answer = await call('GET', {}, target);
        assert.equal(answer.status, 401);
        const named = `resource_metadata="${api}/.well-known/oauth-protected-resource"`;
        assert.ok(answer.headers.get('www-authenticate')?.startsWith(`Bearer ${named}, DPoP ${named}, `));
      }
    });

    it('says at a known path whose tokens it takes, to any origin (RFC 9728)', async () => {
      const answer = await call('GET', {}, '/.well-known/oauth-protected-resource');
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      const document = (await answer.json()) as Record<string, unknown>;
      assert.deepEqual(
        [document['resource'], document['authorization_servers'], document['scopes_supported']],
        [api, [issuer], ['watch', 'record']],
      );
    });

    for (const id of ['jwt tv', 'opaque tv']) {
      it(`${id}: a good token is let through, one without the scope hears 403`, async () => {
        const { access_token: token } = await signIn(harness, issuer, id, { scope: 'watch' });
        const answer = await call('GET', withToken(token));
        assert.equal(answer.status, 200);
        assert.deepEqual(await answer.json(), { for: (await harness.person('ada')).id });
        const refused = await call('DELETE', withToken(token));
        assert.equal(refused.status, 403);
        assert.match(refused.headers.get('www-authenticate') ?? '', /error="insufficient_scope".*scope="record"/);
        const { access_token: wider } = await signIn(harness, issuer, id, { scope: 'watch record' });
        assert.equal((await call('DELETE', withToken(wider))).status, 204);
      });
    }

    it('a revoked opaque token hears 401 once thirty seconds have passed', async () => {
      const { access_token: token } = await signIn(harness, issuer, 'opaque tv');
      assert.equal((await call('GET', withToken(token))).status, 200);
      await revoke(harness, issuer, 'opaque tv', token);
      await pass(30);
      const answer = await call('GET', withToken(token));
      assert.equal(answer.status, 401);
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer error="invalid_token"/);
      assert.equal(((await answer.json()) as { error: string }).error, 'invalid_token');
    });

    it('a token bound to a key comes with a proof for the URL that the caller sees', async () => {
      const key = await makeKey(harness.ports.clock.now);
      const { access_token: token } = await signIn(harness, issuer, 'jwt tv', { key });
      const proof = await key.prove('GET', `${api}/films`, token);
      const headers = { authorization: `DPoP ${token}`, dpop: proof };
      assert.equal((await call('GET', headers, '/films?page=2')).status, 200);
      assert.equal((await call('GET', headers)).status, 401, 'a proof is good once');
      assert.equal((await call('GET', withToken(token))).status, 401, 'it is no bearer token');
    });
  });
}
