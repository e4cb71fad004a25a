// A device code that is bound to a verifier (RFC 7636): who has the code alone gets nothing, and takes nothing.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { registerClient } from '../harness/clients.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { approve, errorIn, post, type Issued } from '../oauth/asking.ts';

const verifier = randomBytes(32).toString('base64url');
const other = randomBytes(32).toString('base64url');
const challengeOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
const bound = { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' };

async function setUp(asked: Readonly<Record<string, string>> = bound) {
  const harness = createHarness('proof key');
  await registerClient(harness, 'tv');
  const answer = await post(harness, '/oauth/device_authorization', { client_id: 'tv', ...asked });
  assert.equal(answer.status, 200, answer.text);
  return { harness, issued: answer.json as Issued, ada: await harness.person('ada') };
}

const pollWith = (harness: Harness, deviceCode: string, codeVerifier?: string) =>
  post(harness, '/oauth/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id: 'tv',
    device_code: deviceCode,
    ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
  });

describe('a device code that was asked for with a code challenge', () => {
  it('waits, and gives its tokens, to the verifier', async () => {
    const { harness, issued, ada } = await setUp();
    assert.equal(errorIn(await pollWith(harness, issued.device_code, verifier)), 'authorization_pending');
    await approve(harness, ada, issued.user_code);
    harness.clock.pass(5000);
    const answer = await pollWith(harness, issued.device_code, verifier);
    assert.equal(answer.status, 200, answer.text);
    const again = await pollWith(harness, issued.device_code, verifier);
    assert.equal(again.text, answer.text, 'the answer again, for who lost it');
    await harness.service.close();
  });

  it('tells a poll without it nothing, not even whether somebody has decided', async () => {
    const { harness, issued, ada } = await setUp();
    const hears = async (): Promise<readonly string[]> => {
      const answers = [await pollWith(harness, issued.device_code), await pollWith(harness, issued.device_code, other)];
      for (const answer of answers) assert.equal(errorIn(answer), 'invalid_grant');
      return answers.map(({ text }) => text);
    };
    const pending = await hears();
    await approve(harness, ada, issued.user_code);
    assert.deepEqual(await hears(), pending, 'approved');
    assert.equal((await pollWith(harness, issued.device_code, verifier)).status, 200);
    assert.deepEqual(await hears(), pending, 'redeemed');
    await harness.service.close();
  });

  it('costs the device nothing that somebody guesses: no pace, no code, no tokens', async () => {
    const { harness, issued, ada } = await setUp();
    for (let guess = 0; guess < 20; guess += 1) {
      assert.equal(errorIn(await pollWith(harness, issued.device_code, other)), 'invalid_grant');
    }
    assert.equal(
      errorIn(await pollWith(harness, issued.device_code, verifier)),
      'authorization_pending',
      'no slow_down',
    );
    await approve(harness, ada, issued.user_code);
    assert.equal((await pollWith(harness, issued.device_code, verifier)).status, 200);
    harness.clock.pass(120_000);
    assert.equal(errorIn(await pollWith(harness, issued.device_code, other)), 'invalid_grant');
    assert.equal(
      (await harness.store.grants.listFor(ada.id)).length,
      1,
      'a code from elsewhere is no replay without it',
    );
    assert.equal(errorIn(await pollWith(harness, issued.device_code, verifier)), 'invalid_grant');
    assert.equal((await harness.store.grants.listFor(ada.id)).length, 0, 'and is one with it');
    await harness.service.close();
  });
});

describe('a code verifier', () => {
  it('for a code without a challenge is refused, and costs nothing (RFC 9700 §4.8.2)', async () => {
    const { harness, issued, ada } = await setUp({});
    assert.equal(errorIn(await pollWith(harness, issued.device_code, verifier)), 'invalid_grant');
    await approve(harness, ada, issued.user_code);
    assert.equal(errorIn(await pollWith(harness, issued.device_code, verifier)), 'invalid_grant');
    assert.equal((await pollWith(harness, issued.device_code)).status, 200);
    await harness.service.close();
  });

  it('that cannot be one is refused as a malformed request', async () => {
    const { harness, issued } = await setUp();
    for (const odd of ['x'.repeat(42), 'x'.repeat(129), `${'x'.repeat(43)}!`]) {
      assert.equal(errorIn(await pollWith(harness, issued.device_code, odd)), 'invalid_request');
    }
    await harness.service.close();
  });
});
