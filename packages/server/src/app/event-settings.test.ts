import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsSchema } from '../config/settings.ts';
import { readSettings } from './check-settings.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test('a webhook needs a secret, and a secret is one', () => {
  const settings = settingsSchema.parse({ webhookUrl: 'https://hooks.example/', webhookSecrets: secret });
  assert.doesNotThrow(() => readSettings(settings));
  assert.throws(() => readSettings({ ...settings, webhookSecrets: [] }), /webhookUrl needs webhookSecrets/);
  const plain = { ...settings, webhookUrl: 'http://192.0.2.7/' };
  assert.throws(() => readSettings(plain), /plain http/);
  assert.doesNotThrow(() => readSettings({ ...plain, outboundAllowed: ['192.0.2.7'] }));
  for (const wrong of ['secret', 'whsec_', 'whsec_c2hvcnQ=', `${secret}!`, secret.slice(6)]) {
    assert.throws(() => settingsSchema.parse({ webhookSecrets: wrong }), /whsec_/, wrong);
  }
  assert.throws(() => settingsSchema.parse({ webhookKinds: 'approved, opned' }));
});
