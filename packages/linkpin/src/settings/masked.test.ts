import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fields } from './fields.ts';
import { maskedSettings, maskedText } from './masked.ts';
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

test('a password is masked whole, whatever it holds, and nothing that is none', () => {
  for (const [url, masked] of [
    ['postgres://u:p@ss@db:1/d', 'postgres://u:****@db:1/d'],
    ['postgres://u:p/s?s#@db:1/d', 'postgres://u:****@db:1/d'],
    ['postgres://u:p@a:1,b:2/d?application_name=x@y', 'postgres://u:****@a:1,b:2/d?application_name=x@y'],
    ['postgres://u@db:5432/d?application_name=x@y', 'postgres://u@db:5432/d?application_name=x@y'],
    ['http://localhost:80/~ada@home', 'http://localhost:80/~ada@home'],
  ] as const) {
    assert.equal(maskedText(url), masked);
  }
});

test('a value that cannot be is told without its password', () => {
  const given = new Map([['store', { value: 'mysql://u:s3cret@db/d', origin: 'LINKPIN_STORE' }]] as const);
  assert.throws(
    () => resolveSettings([{ given, problems: [], warnings: [] }]),
    /^Failure: LINKPIN_STORE is "mysql:\/\/u:\*\*\*\*@db\/d", but it must be /,
  );
});
