// What was good once before a restart is not good again after it, and clients go on by themselves.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { createKeys, openSqliteStore } from '@linkpin/server';
import { folderFor } from '../../packages/server/src/stores/sqlite/temporary.testing.ts';
import { aDevice } from '../support/device.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { testKeys } from '../harness/dependencies.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { ask, form, link, type Answer } from './asking.ts';
import { askForPin, approve, exchange, poll, prove, refusedWith, register, renew, tokenIn } from './keyed.ts';

const base = 'http://127.0.0.1:4747';

/** A service on a file, stopped and started again at will. */
function restartable(context: TestContext) {
  const file = join(folderFor(context), 'linkpin.db');
  const clock = movableClock();
  let runs = 0;
  let harness: Harness | undefined;
  context.after(() => harness?.service.close());
  return {
    pass: (milliseconds: number): void => clock.pass(milliseconds),
    now: () => clock.now(),
    async begin(): Promise<Harness> {
      await harness?.service.close();
      const store = await openSqliteStore({ file, keys: createKeys(testKeys) });
      runs += 1;
      harness = createHarness(`run ${runs}`, { store, clock });
      return harness;
    },
  };
}

test('a device JWT that was exchanged, and a nonce that was given, before a restart', async (context) => {
  const { begin, pass } = restartable(context);
  const before = await begin();
  const device = aDevice('tv');
  await register(before, device, 'tv', await link(before, await before.person('ada'), 'tv'));
  const used = await prove(before, device, 'tv');
  assert.equal((await exchange(before, used)).status, 200);
  const unused = await prove(before, device, 'tv');

  pass(10_000);
  const after = await begin();
  refusedWith(await exchange(after, used), 498, 1001);
  refusedWith(await exchange(after, unused), 498, 1001);
  assert.match(await renew(after, device, 'tv'), /^ey/, 'with a nonce of now it goes on');
});

test('a device JWT that proved its pin before a restart goes on doing so, and proves no other', async (context) => {
  const { begin, pass } = restartable(context);
  const before = await begin();
  const device = aDevice('tv');
  const pin = await askForPin(before, device, 'tv');
  const jwt = await prove(before, device, 'tv');
  assert.equal((await poll(before, pin, 'tv', jwt)).status, 200);

  pass(10_000);
  const after = await begin();
  await approve(after, pin);
  const other = await askForPin(after, device, 'tv');
  refusedWith(await poll(after, other, 'tv', jwt), 498, 1001);
  assert.match(tokenIn(await poll(after, pin, 'tv', jwt)), /^ey/);
});

test('a device JWT that was made and not used before a restart; the client signs anew and collects', async (context) => {
  const { begin, pass } = restartable(context);
  const before = await begin();
  const device = aDevice('tv');
  const pin = await askForPin(before, device, 'tv');
  const jwt = await prove(before, device, 'tv');

  pass(10_000);
  const after = await begin();
  await approve(after, pin);
  refusedWith(await poll(after, pin, 'tv', jwt), 498, 1001);
  assert.match(tokenIn(await poll(after, pin, 'tv', await prove(after, device, 'tv'))), /^ey/);
});

test('a DPoP proof from before a restart: the client hears of a nonce, and goes on with it', async (context) => {
  const { begin, pass, now } = restartable(context);
  const before = await begin();
  await registerClient(before, 'tv');
  const pair = await generateKeyPair('ES256', { extractable: true });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(pair.publicKey) };
  let serial = 0;
  const htu = `${base}/oauth/device_authorization`;
  const proof = (more: JWTPayload = {}): Promise<string> =>
    new SignJWT({ jti: `${(serial += 1)}`, htm: 'POST', htu, iat: Math.floor(now() / 1000), ...more })
      .setProtectedHeader(header)
      .sign(pair.privateKey);
  const authorize = async (harness: Harness, dpop: string): Promise<Answer> => {
    const body = form({ client_id: 'tv' });
    return ask(harness, 'POST', '/oauth/device_authorization', { ...body, headers: { ...body.headers, dpop } });
  };
  const used = await proof();
  assert.equal((await authorize(before, used)).status, 200);
  const errorOf = ({ status, json }: Answer) => [status, (json as { error: string }).error];
  assert.deepEqual(errorOf(await authorize(before, used)), [400, 'invalid_dpop_proof']);

  pass(10_000);
  const after = await begin();
  const refused = await authorize(after, used);
  assert.deepEqual(errorOf(refused), [400, 'use_dpop_nonce']);
  const nonce = refused.headers.get('dpop-nonce') ?? '';
  assert.match(refused.headers.get('access-control-expose-headers') ?? '', /DPoP-Nonce/);
  const slow = { iat: Math.floor(now() / 1000) - 30 };
  assert.deepEqual(errorOf(await authorize(after, await proof({ ...slow, nonce: 'none of yours' }))), [
    400,
    'use_dpop_nonce',
  ]);
  const fresh = await proof({ ...slow, nonce });
  assert.equal((await authorize(after, fresh)).status, 200, 'though its clock is behind');
  assert.deepEqual(errorOf(await authorize(after, fresh)), [400, 'invalid_dpop_proof']);
  assert.equal((await authorize(after, await proof())).status, 200, 'and without a nonce when it is of now');
});

test('a client assertion from before a restart, and one that does not say when it was made', async (context) => {
  const { begin, pass, now } = restartable(context);
  const before = await begin();
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwks = JSON.stringify({ keys: [await exportJWK(pair.publicKey)] });
  await registerClient(before, 'radio', { authMethod: 'private_key_jwt', jwks });
  const silent = { iat: undefined };
  let serial = 0;
  const assertion = (more: { readonly iat?: number | undefined } = {}): Promise<string> => {
    const seconds = Math.floor(now() / 1000);
    const said = { iss: 'radio', sub: 'radio', aud: base, jti: `${(serial += 1)}`, iat: seconds, exp: seconds + 300 };
    return new SignJWT({ ...said, ...more } as JWTPayload).setProtectedHeader({ alg: 'ES256' }).sign(pair.privateKey);
  };
  const statusOf = async (harness: Harness, text: string): Promise<number> => {
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const values = { client_assertion_type: type, client_assertion: text };
    return (await ask(harness, 'POST', '/oauth/device_authorization', form(values))).status;
  };
  const used = await assertion();
  assert.deepEqual([await statusOf(before, used), await statusOf(before, used)], [200, 401]);

  pass(10_000);
  const after = await begin();
  assert.equal(await statusOf(after, used), 401);
  assert.equal(await statusOf(after, await assertion(silent)), 401);
  assert.equal(await statusOf(after, await assertion({ iat: Math.floor(now() / 1000) + 11 })), 401);
  assert.equal(await statusOf(after, await assertion()), 200);
  pass(310_000);
  assert.equal(await statusOf(after, await assertion(silent)), 200);
});
