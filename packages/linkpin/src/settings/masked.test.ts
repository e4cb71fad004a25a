import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fields } from './fields.ts';
import { maskedSettings } from './masked.ts';
import { resolveSettings } from './resolve.ts';

const shown = (environment: NodeJS.ProcessEnv, key: string) => {
  const webhookSecrets = { value: `whsec_${'A'.repeat(32)}`, origin: 'LINKPIN_WEBHOOK_SECRETS' };
  const name = { value: 'https://ada:secret@x.example/', origin: '--name' };
  const given = new Map<'name' | 'webhookSecrets', typeof name>([
    ['name', name],
    ['webhookSecrets', webhookSecrets],
  ]);
  const resolved = resolveSettings([{ given, problems: [], warnings: [] }]);
  return maskedSettings(fields, resolved, environment).find((setting) => setting.key === key);
};

test('a password in an address the secret keys and webhook secrets are masked; where they come from is not', () => {
  assert.deepEqual(shown({}, 'name'), { key: 'name', value: 'https://ada:****@x.example/', source: '--name' });
  assert.deepEqual(shown({ LINKPIN_KEYS: 'secret' }, 'keys'), { key: 'keys', value: '****', source: 'LINKPIN_KEYS' });
  assert.deepEqual(shown({ LINKPIN_KEYS_FILE: '/k' }, 'keys'), {
    key: 'keys',
    value: '**** in /k',
    source: 'LINKPIN_KEYS_FILE',
  });
  assert.deepEqual(shown({}, 'webhookSecrets'), {
    key: 'webhookSecrets',
    value: ['****'],
    source: 'LINKPIN_WEBHOOK_SECRETS',
  });
  assert.deepEqual(shown({}, 'port'), { key: 'port', value: 4747, source: 'default' });
});
