// The built @linkpin/verify against the real service, in every runtime that it promises to run in.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { programs } from '../clients/sdk-runtimes/programs.ts';
import { api } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { introspection, makeKey, registerClients, revoke, signIn } from './tokens.testing.ts';

const built = new URL('../../packages/verify/dist/verify.js', import.meta.url).href;
const program = fileURLToPath(new URL('api.mjs', import.meta.url));
const url = `${api}/films`;

/** Deno finds jose where npm put it, which it only looks for when it may read package.json. */
const flagsFor = (name: string, flags: readonly string[]): readonly string[] =>
  name === 'Deno'
    ? [
        'run',
        '--node-modules-dir=manual',
        ...flags.filter((flag) => !['run', '--no-config', '--no-npm'].includes(flag)),
      ]
    : flags;

const expected = [
  'jwt tv',
  'es256 tv',
  'opaque tv',
  'jwt tv',
  '401 invalid_dpop_proof',
  '403 insufficient_scope',
  '401 invalid_token',
  '401 invalid_token',
  '401 invalid_token',
  '401 missing_token',
  '401 invalid_token',
];

describe('the built verifier takes good tokens, refuses the others, and warns whoever set it wrong', () => {
  let harness: Harness;
  let issuer = '';

  before(async () => {
    harness = createHarness('verifier runtimes', { clock: movableClock(Date.now) });
    issuer = await harness.service.listen();
    await registerClients(harness);
  });
  after(() => harness.service.close());

  const bearer = (token: string) => ({ url, headers: { authorization: `Bearer ${token}` } });
  const tokenOf = async (id: string, scope = 'watch'): Promise<string> =>
    (await signIn(harness, issuer, id, { scope })).access_token;

  /** Fresh ones for each run: a proof is good for a minute, and once. */
  async function makeRequests(): Promise<readonly object[]> {
    const jwt = await tokenOf('jwt tv');
    const revoked = await tokenOf('opaque tv');
    await revoke(harness, issuer, 'opaque tv', revoked);
    const key = await makeKey(harness.ports.clock.now);
    const { access_token: bound } = await signIn(harness, issuer, 'jwt tv', { key });
    const proven = { url, headers: { authorization: `DPoP ${bound}`, dpop: await key.prove('GET', url, bound) } };
    const [head, payload] = jwt.split('.');
    return [
      bearer(jwt),
      bearer(await tokenOf('es256 tv')),
      bearer(await tokenOf('opaque tv')),
      proven,
      proven,
      bearer(await tokenOf('jwt tv', 'record')),
      bearer(`${head}.${payload}.${'A'.repeat(86)}`),
      bearer(revoked),
      bearer(bound),
      { url, headers: {} },
    ];
  }

  for (const [name, [command = '', ...flags]] of Object.entries(programs)) {
    it(`in ${name}`, async () => {
      const options = { issuer, audience: api, introspection };
      const given = JSON.stringify({ options, otherAudience: 'https://x.example', requests: await makeRequests() });
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
      const child = spawn(command, [...flagsFor(name, flags), program, built, given], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [said, warned, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
      assert.deepEqual(said.trim().split('\n'), expected, warned);
      assert.match(warned, /VerifierError.*"https:\/\/api\.example", and this API is https:\/\/x\.example/s);
      assert.equal(code, 0);
    });
  }

  it('holds no Node module, so that it can be bundled for a worker at the edge', async () => {
    const { metafile } = await build({
      entryPoints: [fileURLToPath(built)],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
    assert.deepEqual(outside, []);
    const libraries = Object.keys(metafile.inputs).flatMap((file) => /node_modules\/([^/]+)/.exec(file)?.[1] ?? []);
    assert.deepEqual([...new Set(libraries)], ['jose']);
  });
});
