import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginDevice, beginDeviceWith, codeBody, endpoints, pending } from './device-scene.testing.ts';
import { settle } from './hand-clock.testing.ts';
import { json, noNetwork } from './scripted-fetch.testing.ts';
import { watch } from './sign-in.testing.ts';

test('X17: cancelling ends the wait and revokes the device code (RFC 7009)', async () => {
  const scene = await beginDevice(pending);
  const seen = watch(scene.signIn.wait());
  scene.server.goOn(json({}));
  assert.equal(await scene.signIn.cancel(), true);
  await settle();
  assert.deepEqual(seen.value, { kind: 'cancelled' });
  const last = scene.server.seen.at(-1);
  assert.equal(last?.url.href, endpoints.revocationEndpoint);
  assert.equal(last.body, 'client_id=tv&token=the-device-code');
  await scene.clock.pass(60_000);
  assert.equal(scene.times.length, 0);
});

test('cancelling where nothing can be revoked, or nobody answers, still ends the wait and never rejects', async () => {
  const { revocationEndpoint: _, ...two } = endpoints;
  for (const options of [{ endpoints: two }, {}]) {
    const scene = await beginDeviceWith(options, codeBody(), noNetwork);
    assert.equal(await scene.signIn.cancel(), false);
    assert.deepEqual(await scene.signIn.wait(), { kind: 'cancelled' });
  }
});
