import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Command } from 'commander';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { settingsSchema } from '@linkpin/server';
import { Failure } from '../failure.ts';
import { fields, type Field } from './fields.ts';
import { addSettingFlags } from './flags.ts';
import { addConfigFlag, loadSettings } from './load.ts';
import type { Resolved } from './resolve.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-settings-'));
after(() => rmSync(folder, { recursive: true }));

function fileWith(text: string, name = 'linkpin.yml'): string {
  const file = join(mkdtempSync(join(folder, 'file-')), name);
  writeFileSync(file, text);
  return file;
}

/** Loads settings as `linkpin serve` does. */
async function load(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Resolved> {
  const command = addConfigFlag(new Command('serve'));
  addSettingFlags(command);
  command.exitOverride().parse([...args], { from: 'user' });
  return loadSettings(command, environment);
}

const problems = async (loading: Promise<Resolved>): Promise<readonly string[]> => {
  const error: unknown = await loading.then(
    () => assert.fail('it was accepted'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Failure, String(error));
  assert.equal(error.exitCode, 1);
  return error.message.split('\n');
};

/** The default of a setting as text, or another valid value. */
function sample({ key, kind, fallback }: Field): string {
  if (key === 'store' || key === 'storeDirect') return 'postgres://linkpin@db.example/linkpin';
  if (key === 'publicUrl') return 'https://linkpin.example';
  if (key === 'accent' || key === 'accentDark') return '#2b6cb0';
  if (key === 'privacyUrl' || key === 'termsUrl') return 'https://linkpin.example/legal';
  if (key === 'proxySignInUrl') return 'https://auth.example/?rd={url}';
  if (key === 'passkeyDomain') return 'linkpin.example';
  if (key === 'plexCodeLength') return '4';
  if (key === 'metricsPort') return '9464';
  if (key === 'registrationTokens') return '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
  if (key === 'registrationAudiences') return 'https://music.example/api';
  if (key === 'mailServer') return 'smtp://tv@smtp.example';
  if (key === 'mailFrom') return 'tv@example.org';
  if (key === 'webhookUrl') return 'https://hooks.example/linkpin';
  if (key === 'webhookSecrets') return 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  if (key === 'webhookKinds') return 'approved';
  if (key === 'clientDocuments') return 'https://agents.example';
  if (kind === 'list') return '192.0.2.1';
  return String(fallback ?? 'something');
}

const asFlag = ({ flag, kind }: Field, value: string): readonly string[] => {
  if (kind !== 'switch') return [flag, value];
  return [value === 'true' ? flag : `--no-${flag.slice(2)}`];
};

for (const field of fields) {
  const { key, flag, environment } = field;
  const value = sample(field);
  test(`${key} can be a flag, an environment variable, the content of a file, and a line of the settings file`, async () => {
    const secret = fileWith(`${value}\n`, 'secret');
    const config = fileWith(`${key}: ${JSON.stringify(value)}\n`);
    const expected = settingsSchema.parse({ [key]: value })[key];
    const ways: readonly [Promise<Resolved>, string][] = [
      [load(asFlag(field, value)), flag],
      [load([], { [environment]: value }), environment],
      [load([], { [`${environment}_FILE`]: secret }), `${environment}_FILE (${secret})`],
      [load(['--config', config]), `linkpin.yml line 1, ${key}`],
      [load([], { LINKPIN_CONFIG: config }), `linkpin.yml line 1, ${key}`],
    ];
    for (const [loading, origin] of ways) {
      const { settings, given } = await loading;
      assert.deepEqual(settings[key], expected);
      assert.equal(given.get(key)?.origin, origin);
    }
  });
}

test('a flag beats the environment, the environment beats the settings file, and that beats the default', async () => {
  const some = fc.option(fc.stringMatching(/^[A-Z][a-z]{1,9}$/), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(some, some, some, async (flag, variable, line) => {
      const config = fileWith(stringify(line === undefined ? {} : { name: line }));
      const { settings } = await load([...(flag === undefined ? [] : ['--name', flag]), '--config', config], {
        LINKPIN_NAME: variable,
      });
      assert.equal(settings.name, flag ?? variable ?? line ?? settingsSchema.parse({}).name);
    }),
    { numRuns: 40 },
  );
});

test('lists: a flag given twice, commas, spaces and YAML say the same', async () => {
  const expected = ['192.0.2.1', '10.0.0.0/8'];
  const config = fileWith('trustedProxies:\n  - 192.0.2.1\n  - 10.0.0.0/8\n');
  for (const loading of [
    load(['--trusted-proxies', '192.0.2.1', '--trusted-proxies', '10.0.0.0/8']),
    load(['--trusted-proxies', '192.0.2.1,10.0.0.0/8']),
    load([], { LINKPIN_TRUSTED_PROXIES: '192.0.2.1 10.0.0.0/8' }),
    load(['--config', config]),
  ]) {
    assert.deepEqual((await loading).settings.trustedProxies, expected);
  }
});

test('a switch that is on elsewhere can be turned off by a flag', async () => {
  assert.equal((await load([], { LINKPIN_DEMO: 'yes' })).settings.demo, true);
  assert.equal((await load(['--no-demo'], { LINKPIN_DEMO: 'yes' })).settings.demo, false);
});

test('an empty environment variable counts as absent', async () => {
  assert.equal((await load([], { LINKPIN_PORT: '', LINKPIN_PUBLIC_URL: '' })).settings.port, 4747);
});

test('a line end behind a value of the environment, or of a file that it names, is not part of it', async () => {
  for (const end of ['\n', '\r\n', '\n\n']) {
    const file = fileWith(`Home${end}`, 'secret');
    for (const environment of [{ LINKPIN_NAME: `Home${end}` }, { LINKPIN_NAME_FILE: file }]) {
      assert.equal((await load([], environment)).settings.name, 'Home');
    }
  }
});

test('GEOLITE_DB_PATH names the place database, and our own name for it wins', async () => {
  const first = await load([], { GEOLITE_DB_PATH: '/one.mmdb' });
  assert.equal(first.settings.geoDatabase, '/one.mmdb');
  assert.equal(first.given.get('geoDatabase')?.origin, 'GEOLITE_DB_PATH');
  const both = await load([], { GEOLITE_DB_PATH: '/one.mmdb', LINKPIN_GEO_DATABASE: '/two.mmdb' });
  assert.equal(both.settings.geoDatabase, '/two.mmdb');
});

test('every problem is told at once, each with where it stands and what it must be', async () => {
  const config = fileWith('# mine\nport: [1]\nregistration: maybe\npublic-url: https://x.example\ncolour: red\n');
  assert.deepEqual(
    await problems(
      load(['--accent', 'red', '--trusted-proxies', '1.2.3', '--config', config], {
        LINKPIN_DEMO: 'perhaps',
        LINKPIN_PUBLC_URL: 'https://x.example',
        LINKPIN_NAME_FILE: join(folder, 'missing'),
        LINKPIN_ISSUES_PER_MINUTE: '0',
      }),
    ),
    [
      `LINKPIN_NAME_FILE names ${join(folder, 'missing')}, which cannot be read (ENOENT).`,
      'The environment has LINKPIN_PUBLC_URL, which is not a setting. Did you mean LINKPIN_PUBLIC_URL?',
      'linkpin.yml line 4 has public-url, which is not a setting. Did you mean publicUrl?',
      'linkpin.yml line 5 has colour, which is not a setting. "linkpin serve --help" lists them all.',
      'linkpin.yml line 2, port is "[1]", but it must be one text or number.',
      '--trusted-proxies is "1.2.3", but each of them must be an address (192.0.2.1) or a range (10.0.0.0/8).',
      'linkpin.yml line 3, registration is "maybe", but it must be one of invite, open, off.',
      'LINKPIN_ISSUES_PER_MINUTE is "0", but it must be at least 1.',
      '--accent is "red", but it must be a colour such as #2b6cb0.',
      'LINKPIN_DEMO is "perhaps", but it must be true or false.',
    ],
  );
});

test('numbers, addresses, URLs and texts each say what they must be', async () => {
  const cases: readonly [readonly string[], string][] = [
    [['--port', '80x'], '--port is "80x", but it must be a whole number.'],
    [['--port', '70000'], '--port is "70000", but it must be at most 65535.'],
    [['--port', ''], '--port is empty, but it must be something; leave it out for the default.'],
    [['--public-url', 'linkpin'], '--public-url is "linkpin", but it must be a URL such as https://linkpin.example.'],
    [
      ['--public-url', 'https://x.example/?a'],
      '--public-url is "https://x.example/?a", but it must have no query, fragment or user name.',
    ],
    [['--name', 'x'.repeat(41)], `--name is "${'x'.repeat(41)}", but it must be at most 40 characters long.`],
    [
      ['--config', fileWith('name: 2026')],
      'linkpin.yml line 1, name is "2026", but it must be text; put it in quotes.',
    ],
    [['--config', fileWith('port: true')], 'linkpin.yml line 1, port is "true", but it must be one text or number.'],
    [['--config', fileWith('demo: 7')], 'linkpin.yml line 1, demo is "7", but it must be true or false.'],
  ];
  for (const [args, sentence] of cases) assert.deepEqual(await problems(load(args)), [sentence]);
});

/**
 * The same value from each source: flag, environment, file named by the environment, settings file; with its origin.
 */
const everyWay = (
  key: string,
  flag: string,
  variable: string,
  value: string,
): readonly [Promise<Resolved>, string][] => {
  const secret = fileWith(`${value}\n`, 'secret');
  const config = fileWith(`${key}: ${JSON.stringify(value)}\n`);
  return [
    [load([flag, value]), flag],
    [load([], { [variable]: value }), variable],
    [load([], { [`${variable}_FILE`]: secret }), `${variable}_FILE (${secret})`],
    [load(['--config', config]), `linkpin.yml line 1, ${key}`],
  ];
};

test('the public URL, host names and addresses are made canonical by whichever way they come', async () => {
  for (const [key, flag, variable, value, expected] of [
    ['publicUrl', '--public-url', 'LINKPIN_PUBLIC_URL', 'HTTPS://Bücher.example:443/', 'https://xn--bcher-kva.example'],
    ['host', '--host', 'LINKPIN_HOST', '[::1]', '::1'],
    ['allowedHosts', '--allowed-hosts', 'LINKPIN_ALLOWED_HOSTS', 'bücher.example', ['xn--bcher-kva.example']],
    ['allowedHosts', '--allowed-hosts', 'LINKPIN_ALLOWED_HOSTS', '2001:DB8:0::1', ['[2001:db8::1]']],
    ['allowedHosts', '--allowed-hosts', 'LINKPIN_ALLOWED_HOSTS', '[2001:DB8:0::1]:4747', ['[2001:db8::1]:4747']],
    ['trustedProxies', '--trusted-proxies', 'LINKPIN_TRUSTED_PROXIES', '[::1],[fd00::]/8', ['::1', 'fd00::/8']],
    ['outboundAllowed', '--outbound-allowed', 'LINKPIN_OUTBOUND_ALLOWED', '[fd00::5]', ['fd00::5']],
  ] as const) {
    for (const [loading] of everyWay(key, flag, variable, value)) {
      const { settings } = await loading;
      assert.deepEqual(settings[key], expected);
      assert.deepEqual(settingsSchema.parse(settings), settings, 'a second reading changes nothing');
    }
  }
});

test('an allowed host that no browser sends is refused, with what to write', async () => {
  for (const [loading, origin] of everyWay(
    'allowedHosts',
    '--allowed-hosts',
    'LINKPIN_ALLOWED_HOSTS',
    'https://tv.lan/',
  )) {
    assert.deepEqual(await problems(loading), [
      `${origin} is "https://tv.lan/", but each of them must be a host name as browsers send it: write tv.lan.`,
    ]);
  }
});

test('a settings file that is none says where', async () => {
  const missing = join(folder, 'none.yml');
  assert.deepEqual(await problems(load(['--config', missing])), [
    `The settings file ${missing} cannot be read (ENOENT).`,
  ]);
  assert.match(
    (await problems(load(['--config', fileWith('port: 1\nname: "x\n')])))[0] ?? '',
    /^linkpin\.yml line \d is not YAML: /,
  );
  assert.match(
    (await problems(load(['--config', fileWith('port: 1\nport: 2\n')])))[0] ?? '',
    /line 2 is not YAML: .*unique/,
  );
  assert.deepEqual(await problems(load(['--config', fileWith('- 1')])), [
    'linkpin.yml must hold lines such as "port: 4747".',
  ]);
  assert.equal((await load(['--config', fileWith('# nothing\n')])).settings.port, 4747);
  assert.equal((await load(['--config', fileWith('port:\n')])).settings.port, 4747);
});

test('a value in the environment and in a file at once is refused', async () => {
  const file = fileWith('Home', 'secret');
  assert.deepEqual(await problems(load([], { LINKPIN_NAME: 'Den', LINKPIN_NAME_FILE: file })), [
    'Both LINKPIN_NAME and LINKPIN_NAME_FILE are set. Keep one of them.',
  ]);
});

test('what Kubernetes puts beside a service named linkpin is no setting and no problem', async () => {
  const { settings, warnings } = await load([], {
    LINKPIN_PORT: 'tcp://10.0.0.1:4747',
    LINKPIN_PORT_4747_TCP: 'tcp://10.0.0.1:4747',
    LINKPIN_PORT_4747_TCP_ADDR: '10.0.0.1',
    LINKPIN_SERVICE_HOST: '10.0.0.1',
    LINKPIN_SERVICE_PORT_HTTP: '4747',
    LINKPIN_POSTGRES_SERVICE_HOST: '10.0.0.2',
  });
  assert.equal(settings.port, 4747);
  assert.deepEqual(warnings, []);
});

test('an environment variable that resembles no setting is told and ignored', async () => {
  const { warnings } = await load([], { LINKPIN_BACKUP_BUCKET: 'x', LINKPIN_KEYS: 'x', LINKPIN_SERVER: 'x' });
  assert.deepEqual(warnings, ['LINKPIN_BACKUP_BUCKET is not a setting of linkpin; it was ignored.']);
});

test('whatever the environment holds, there are settings or a sentence', async () => {
  const name = fc.constantFrom(...fields.map(({ environment }) => environment));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, fc.string({ unit: 'binary' })), async (environment) => {
      const result = await load([], environment).catch((error: unknown) => error);
      if (result instanceof Failure) assert.match(result.message, /^LINKPIN_\w+ .+\.$/m);
      else settingsSchema.parse((result as Resolved).settings);
    }),
  );
});
