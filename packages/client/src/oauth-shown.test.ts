// What a device shows of its sign-in, and what it keeps to itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginDevice, beginDeviceWith, codeBody, deviceOutcome, pending, tokens } from './device-scene.testing.ts';
import { json } from './scripted-fetch.testing.ts';

test('D19: nothing that a device shows holds the device code; only what it saves does', async () => {
  const { signIn } = await beginDevice(pending);
  const { save, ...shown } = signIn;
  assert.ok(!JSON.stringify(shown).includes('the-device-code'));
  assert.equal(save().deviceCode, 'the-device-code');
});

test('D22, D23, D24: the complete address is for the QR code; code and plain address are there beside it', async () => {
  const { signIn } = await beginDevice(pending);
  assert.equal(signIn.qrText, 'https://auth.example/link?code=WDJB-MJHT');
  assert.equal(signIn.verificationUriComplete, signIn.qrText);
  assert.equal(signIn.code, 'WDJB-MJHT');
  assert.equal(signIn.verificationUri, 'https://auth.example/link');
  const plain = await beginDeviceWith({}, codeBody({ verification_uri_complete: undefined }), pending);
  assert.equal(plain.signIn.verificationUriComplete, null);
  assert.equal(plain.signIn.qrText, 'https://auth.example/link');
});

test('D52: the code is for a screen alone: no request carries it, up to the tokens and when it is cancelled', async () => {
  const through = await beginDevice(pending, tokens);
  await deviceOutcome(through);
  const stopped = await beginDevice(json({}));
  assert.equal(await stopped.signIn.cancel(), true);
  for (const { server, signIn } of [through, stopped]) {
    assert.ok(server.seen.length > 1);
    for (const { url, headers, body } of server.seen) {
      const sent = decodeURIComponent([url.href, ...[...headers].flat(), body].join(' '));
      assert.ok(!sent.includes(signIn.code) && !sent.includes('WDJBMJHT'), sent);
    }
  }
});
