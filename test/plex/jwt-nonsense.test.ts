// Keys and device JWTs that are none (wire 1.9).
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { aDevice, deviceClaims } from '../support/device.ts';
import { createHarness } from '../harness/service.ts';
import { ask, errorOf, lives, type Answer } from './asking.ts';
import { as, askForPin, exchange, poll, signInByPin, type Asked } from './keyed.ts';

describe('nonsense', () => {
  const harness = createHarness('nonsense');
  after(() => harness.service.close());
  const device = aDevice('tv');
  const isFair = (answer: Answer): void => {
    assert.ok(answer.status < 500, `${answer.status} ${answer.text}`);
    if (answer.status >= 400) assert.ok(errorOf(answer) !== undefined, answer.text);
  };

  it('as a jwk is 422 or a pin, never a 5xx and never a pin without its key', async () => {
    const member = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(device.jwk)), fc.string());
    const jwks = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { kty: member, crv: member, x: member, use: member, alg: member, kid: member, d: member },
        { requiredKeys: [] },
      ),
      fc
        .record({
          x: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
          kid: member,
        })
        .map((more) => ({ ...device.jwk, ...more })),
    );
    await fc.assert(
      fc.asyncProperty(jwks, async (jwk) => {
        const answer = await ask(harness, 'POST', '/api/v2/pins', { headers: as('tv'), body: JSON.stringify({ jwk }) });
        isFair(answer);
        assert.ok(answer.status === 201 || answer.status === 422, answer.text);
        if (answer.status !== 201) return;
        const pin = await harness.store.pins.byPublicId('plex', String((answer.json as Asked).id));
        assert.equal(pin?.deviceKey === null, jwk === null);
      }),
      { numRuns: 300 },
    );
  });

  it('as a device JWT is refused in words, whatever is broken about it', async () => {
    await signInByPin(harness, device, 'tv');
    const pin = await askForPin(harness, device, 'tv');
    const deviceInfo = fc.record(
      {
        nonce: fc.jsonValue(),
        scope: fc.jsonValue(),
        aud: fc.jsonValue(),
        iss: fc.constantFrom('tv', 1, null),
        exp: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const jwts = fc.oneof(
      fc.string(),
      fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
      fc
        .tuple(
          deviceInfo,
          fc.dictionary(fc.constantFrom('alg', 'kid', 'typ', 'crit', 'b64', 'jwk', 'x5u'), fc.jsonValue()),
        )
        .map(([body, header]) => device.sign(body, header)),
      deviceInfo.map((body) => device.sign({ ...deviceClaims('', 'tv', harness.ports.clock.now()), ...body })),
    );
    await fc.assert(
      fc.asyncProperty(jwts, async (jwt) => {
        for (const answer of [await exchange(harness, jwt), await poll(harness, pin, 'tv', encodeURIComponent(jwt))]) {
          isFair(answer);
          const isAbsent = jwt === '' && answer.status === 200;
          assert.ok(isAbsent || [400, 422, 498].includes(answer.status), answer.text);
        }
        assert.equal(await lives(harness, encodeURIComponent(jwt)), false);
      }),
      { numRuns: 300 },
    );
  });
});
