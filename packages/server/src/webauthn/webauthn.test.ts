import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SoftwarePasskey, type Forgery } from '../../../../test/harness/authenticator.ts';
import { createWebAuthn } from './webauthn.ts';

const webauthn = createWebAuthn();
const [domain, origin] = ['link.example', 'https://link.example'];
const challenge = Buffer.alloc(32, 7).toString('base64url');
const expected = { challenge, origin, domain };
const handle = Buffer.alloc(32, 9).toString('base64url');

const creation = (existing: readonly { id: string; transports: readonly string[] }[] = []) =>
  webauthn.creationOptions({
    challenge,
    domain,
    serviceName: 'linkpin',
    username: 'ada',
    handle,
    existing,
    life: 300_000,
  });
const request = (allowed?: readonly { id: string; transports: readonly string[] }[]) =>
  webauthn.requestOptions({ challenge, domain, allowed, life: 300_000 });

async function registered(counter = 0) {
  const passkey = new SoftwarePasskey(origin);
  const made = await webauthn.verifyCreation(passkey.create(await creation(), { counter }), expected);
  assert.ok(made !== undefined);
  return { passkey, made };
}

/** Everything that an answer to a ceremony may have wrong. */
const forgeries: readonly (readonly [string, Forgery])[] = [
  ['another origin', { origin: 'https://link.example.evil.example' }],
  ['another port', { origin: 'https://link.example:8443' }],
  ['plain http', { origin: 'http://link.example' }],
  ['another domain', { domain: 'old.example' }],
  ['another challenge', { challenge: Buffer.alloc(32, 8).toString('base64url') }],
  ['a person who was not verified', { verified: false }],
  ['a person who was not there', { present: false }],
  ['a frame of another site', { crossOrigin: true }],
];

describe('a new passkey', () => {
  it('is asked for as one that is found without a name, with its person verified', async () => {
    const options = (await creation([{ id: 'AAAA', transports: ['usb'] }])) as Record<string, unknown>;
    assert.deepEqual(options['rp'], { name: 'linkpin', id: domain });
    assert.deepEqual(options['user'], { id: handle, name: 'ada', displayName: 'ada' });
    assert.deepEqual(options['authenticatorSelection'], {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    });
    assert.deepEqual(options['excludeCredentials'], [{ id: 'AAAA', type: 'public-key', transports: ['usb'] }]);
    assert.deepEqual([options['challenge'], options['attestation'], options['timeout']], [challenge, 'none', 300_000]);
  });

  it('is kept as its authenticator made it', async () => {
    const { passkey, made } = await registered(3);
    assert.deepEqual([made.id, made.counter, made.transports, made.isSynced], [passkey.id, 3, ['internal'], false]);
  });

  for (const [what, forgery] of [...forgeries, ['an assertion', { type: 'webauthn.get' }] as const]) {
    it(`is refused with ${what}`, async () => {
      const answer = new SoftwarePasskey(origin).create(await creation(), forgery);
      assert.equal(await webauthn.verifyCreation(answer, expected), undefined);
    });
  }

  it('is refused with whoever vouches for it, so that no certificate makes the service fetch anything', async () => {
    for (const format of ['android-safetynet', 'tpm', 'apple', 'fido-u2f', 'android-key', 'mine']) {
      const answer = new SoftwarePasskey(origin).create(await creation(), { format });
      assert.equal(await webauthn.verifyCreation(answer, expected), undefined, format);
    }
  });

  it('has the id that its authenticator says, and not another', async () => {
    const [passkey, other] = [new SoftwarePasskey(origin), new SoftwarePasskey(origin)];
    const answer = passkey.create(await creation()).replaceAll(passkey.id, other.id);
    assert.equal(await webauthn.verifyCreation(answer, expected), undefined);
  });
});

describe('what a passkey answers', () => {
  it('is asked of any, or of those that are named', async () => {
    const any = (await request()) as Record<string, unknown>;
    assert.deepEqual([any['rpId'], any['challenge'], any['userVerification']], [domain, challenge, 'required']);
    assert.ok(!('allowCredentials' in any) || any['allowCredentials'] === undefined);
    const one = (await request([{ id: 'AAAA', transports: ['usb'] }])) as Record<string, unknown>;
    assert.deepEqual(one['allowCredentials'], [{ id: 'AAAA', type: 'public-key', transports: ['usb'] }]);
  });

  it('is verified, and says what the authenticator counts', async () => {
    const { passkey, made } = await registered();
    const answer = passkey.get(await request(), { counter: 9 });
    assert.deepEqual(webauthn.claimedPasskey(answer), { id: made.id, handle });
    assert.deepEqual(await webauthn.verifyAssertion(answer, expected, made), { counter: 9 });
    const silent = passkey.get(await request(), { handle: null });
    assert.deepEqual(webauthn.claimedPasskey(silent), { id: made.id, handle: null });
  });

  for (const [what, forgery] of [
    ...forgeries,
    ['a registration', { type: 'webauthn.create' }] as const,
    ['another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }] as const,
  ]) {
    it(`is refused with ${what}`, async () => {
      const { passkey, made } = await registered();
      assert.equal(await webauthn.verifyAssertion(passkey.get(await request(), forgery), expected, made), undefined);
    });
  }

  it('is refused for another passkey', async () => {
    const [one, other] = [await registered(), await registered()];
    const answer = one.passkey.get(await request());
    assert.equal(await webauthn.verifyAssertion(answer, expected, other.made), undefined);
  });

  it('is nothing when it is no answer, whatever it is', async () => {
    const { passkey, made } = await registered();
    const good = JSON.parse(passkey.get(await request())) as { response: object };
    const without = (name: string) => JSON.stringify({ ...good, response: { ...good.response, [name]: undefined } });
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '"text"',
      '{}',
      ...['clientDataJSON', 'authenticatorData', 'signature'].map(without),
      JSON.stringify({ ...good, id: 'other' }),
      JSON.stringify({ ...good, type: 'password' }),
      JSON.stringify({ ...good, id: 'A'.repeat(2000), rawId: 'A'.repeat(2000) }),
      JSON.stringify({ ...good, response: { ...good.response, userHandle: 7 } }),
      JSON.stringify({ ...good, response: { ...good.response, clientDataJSON: 'bm8' } }),
    ]) {
      assert.equal(await webauthn.verifyAssertion(text, expected, made), undefined, text);
      assert.equal(await webauthn.verifyCreation(text, expected), undefined, text);
    }
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        assert.equal(await webauthn.verifyAssertion(text, expected, made), undefined);
        assert.equal(await webauthn.verifyCreation(text, expected), undefined);
        assert.equal(webauthn.claimedPasskey(text), undefined);
      }),
    );
  });

  it('is nothing with bytes that are none of WebAuthn’s', async () => {
    const { passkey, made } = await registered();
    const good = JSON.parse(passkey.get(await request())) as { response: object };
    const bytes = fc
      .uint8Array({ minLength: 1, maxLength: 200 })
      .map((some) => Buffer.from(some).toString('base64url'));
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.constantFrom('authenticatorData', 'signature', 'attestationObject'),
        async (junk, at) => {
          const response = { attestationObject: junk, ...good.response, [at]: junk };
          const text = JSON.stringify({ ...good, response });
          assert.equal(await webauthn.verifyCreation(text, expected), undefined);
          if (at !== 'attestationObject') assert.equal(await webauthn.verifyAssertion(text, expected, made), undefined);
        },
      ),
    );
  });
});
