import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settingsSchema, type SettingsInput } from '../config/settings.ts';
import { createService } from './create-service.ts';
import { makeSecretKey } from '../tokens/keys.ts';
import { readSettings, SettingsError, settingsWarnings, type SettingProblem } from './check-settings.ts';

const warningsOf = (settings: SettingsInput): string => settingsWarnings(settingsSchema.parse(settings)).join('\n');

it('an operator is told of settings that protect less, and of none else', () => {
  assert.equal(warningsOf({}), '');
  assert.equal(warningsOf({ publicUrl: 'https://link.example', host: '0.0.0.0' }), '');
  assert.match(warningsOf({ insecureHttp: true }), /Plain http is allowed .* anybody on the way can read passwords/);
  assert.match(warningsOf({ host: '0.0.0.0' }), /no public URL/);
  assert.match(warningsOf({ clientRegistration: 'open' }), /Anybody can register OAuth clients/);
});

function problemsOf(read: () => unknown): readonly SettingProblem[] {
  let problems: readonly SettingProblem[] = [];
  assert.throws(read, (error) => {
    assert.ok(error instanceof SettingsError, String(error));
    for (const { setting, reason } of error.problems) assert.ok(error.message.includes(reason), setting);
    ({ problems } = error);
    return true;
  });
  return problems;
}

const settingsOf = (read: () => unknown): readonly string[] => problemsOf(read).map(({ setting }) => setting);

describe('settings that cannot be used', () => {
  for (const key of Object.keys(settingsSchema.shape)) {
    it(`${key}: a value of no use is refused by its name`, () => {
      for (const value of [null, {}, '', () => 1]) {
        assert.deepEqual(
          settingsOf(() => readSettings({ [key]: value })),
          [key],
        );
      }
      assert.ok(readSettings({ [key]: undefined }), 'undefined is as good as absent');
    });
  }

  it('are all told at once, those that there are not among them', () => {
    const input = { port: 70_000, name: 'Home', pubicUrl: 'https://link.example', webhookKinds: 'approved, opned' };
    assert.deepEqual(
      problemsOf(() => readSettings(input as SettingsInput)),
      [
        { setting: 'port', reason: 'it must be at most 65535' },
        { setting: 'pubicUrl', reason: 'there is no such setting' },
        {
          setting: 'webhookKinds',
          reason:
            'it must be one of issued, opened, approved, denied, cancelled, expired, redeemed, replayed, throttled, wrong-code, reported, blocked, unblocked, passkey-added, passkey-removed, passkey-copied, person-invited, person-disabled, person-enabled, person-signed-out, person-reset, person-removed, admin-made, admin-unmade, device-revoked, client-added, client-removed, stream-key-made',
        },
      ],
    );
    for (const name of ['toString', '__proto__', 'constructor']) {
      assert.deepEqual(
        settingsOf(() => readSettings(JSON.parse(`{"${name}":1}`))),
        [name],
      );
    }
  });

  it('say their names in the message', () => {
    assert.throws(() => readSettings({ port: 70_000, accent: 'red' }), {
      message: 'port: it must be at most 65535.\naccent: it must be a colour such as #2b6cb0.',
    });
  });

  it('may be fine one by one, and contradict each other', () => {
    const contradictions: readonly (readonly [string, SettingsInput])[] = [
      ['publicUrl', { publicUrl: 'http://link.example' }],
      ['registrationTokens', { clientRegistration: 'token' }],
      ['webhookSecrets', { webhookUrl: 'https://hooks.example' }],
      ['webhookUrl', { webhookUrl: 'http://hooks.example', webhookSecrets: `whsec_${'MfKQ9r8G'.repeat(4)}` }],
    ];
    for (const [setting, input] of contradictions) {
      assert.deepEqual(
        settingsOf(() => readSettings(input)),
        [setting],
      );
    }
    const all = Object.assign({}, ...contradictions.slice(0, 3).map(([, input]) => input)) as SettingsInput;
    assert.deepEqual(settingsOf(() => readSettings(all)).toSorted(), [
      'publicUrl',
      'registrationTokens',
      'webhookSecrets',
    ]);
  });

  it('keep a service from being made, also where they name a file or need more', () => {
    const made: readonly (readonly [string, SettingsInput])[] = [
      ['port', { port: -1 }],
      ['userCodes', { userCodes: 'AB:4' }],
      ['clientsFile', { clientsFile: '/nowhere/clients.json' }],
      ['serversFile', { serversFile: '/nowhere/servers.json' }],
      ['workers', { workers: 2 }],
    ];
    for (const [setting, settings] of made) {
      assert.deepEqual(
        settingsOf(() => createService({ keys: [makeSecretKey()], settings })),
        [setting],
      );
    }
  });
});

it('an operator is told why nobody has passkeys', () => {
  assert.match(warningsOf({ publicUrl: 'http://link.example', insecureHttp: true }), /Passkeys are off: .* plain http/);
  assert.match(warningsOf({ publicUrl: 'https://192.0.2.1' }), /Passkeys are off: .* IP address/);
  assert.equal(warningsOf({ publicUrl: 'https://link.example', passkeyDomain: 'link.example' }), '');
});

it('the domain of passkeys is that of the public URL, or above it', () => {
  const publicUrl = 'https://link.home.example';
  for (const passkeyDomain of ['link.home.example', 'home.example', 'HOME.example']) {
    assert.equal(readSettings({ publicUrl, passkeyDomain }).passkeyDomain, passkeyDomain.toLowerCase());
  }
  for (const input of [
    { publicUrl, passkeyDomain: 'me.example' },
    { publicUrl, passkeyDomain: 'a.link.home.example' },
    { passkeyDomain: 'home.example' },
    { publicUrl, passkeyDomain: 'example' },
    { publicUrl, passkeyDomain: '192.0.2.1' },
    { publicUrl, passkeyDomain: 'home.example:443' },
    { publicUrl, passkeyDomain: 'https://home.example' },
  ]) {
    assert.deepEqual(
      settingsOf(() => readSettings(input)),
      ['passkeyDomain'],
      JSON.stringify(input),
    );
  }
});

it('mail needs whom it is from, a public URL for its links, and a password for a user and no other', () => {
  const whole = { mailServer: 'smtp://tv@smtp.example', mailFrom: 'tv@example.org', mailPassword: 'secret' };
  const problems = (settings: SettingsInput): readonly string[] => {
    try {
      readSettings({ publicUrl: 'https://link.example', ...settings });
      return [];
    } catch (error) {
      assert.ok(error instanceof SettingsError);
      return error.problems.map(({ setting }) => setting);
    }
  };
  assert.deepEqual(problems(whole), []);
  assert.deepEqual(problems({ mailServer: 'smtps://smtp.example', mailFrom: 'tv@example.org' }), []);
  assert.deepEqual(problems({ ...whole, publicUrl: undefined }), ['publicUrl']);
  assert.deepEqual(problems({ ...whole, mailFrom: undefined }), ['mailFrom']);
  assert.deepEqual(problems({ ...whole, mailPassword: undefined }), ['mailPassword']);
  assert.deepEqual(problems({ ...whole, mailServer: 'smtp://smtp.example' }), ['mailPassword']);
  assert.deepEqual(problems({ mailFrom: 'tv@example.org' }), ['mailServer']);
  assert.deepEqual(problems({ ...whole, mailFrom: 'TV <tv@example.org>' }), ['mailFrom']);
  assert.deepEqual(problems({ ...whole, mailServer: 'smtp://tv:secret@smtp.example' }), ['mailServer']);
  const insecure = readSettings({ publicUrl: 'https://link.example', ...whole, insecureMail: true });
  assert.match(settingsWarnings(insecure).join(), /Mail may be handed over without TLS/);
});
