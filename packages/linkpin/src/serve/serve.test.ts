import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { KeyFileError, makeSecretKey, settingsSchema, type Settings } from '@linkpin/server';
import { Failure } from '../failure.ts';
import type { Given } from '../settings/reading.ts';
import { styleOf } from '../terminal/style.ts';
import { banner } from './banner.ts';
import { prepareDataFolder } from './data-folder.ts';
import { lanAddresses } from './lan.ts';
import { inWords } from './log.ts';
import { openKeys } from './secret-keys.ts';
import { startedAs } from './started-as.ts';
import { explainMetricsError, explainStartError } from './start-errors.ts';
import { shareOf } from './workers.ts';

const top = mkdtempSync(join(tmpdir(), 'linkpin-serve-'));
after(() => rmSync(top, { recursive: true }));
const plain = styleOf({}, {});
const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('a data folder that is made is for its owner alone, and so are those above it that are made', () => {
  const folder = prepareDataFolder(join(top, 'new', 'data'));
  assert.equal(folder.isNew, true);
  assert.equal(modeOf(folder.path), 0o700);
  assert.equal(modeOf(join(top, 'new')), 0o700);
  assert.equal(prepareDataFolder(folder.path).isNew, false);
});

test('an old data folder is locked up when it is ours, and left as it is when it holds other things', () => {
  const old = join(top, 'old');
  mkdirSync(old, { mode: 0o755 });
  writeFileSync(join(old, 'linkpin.db-wal'), '');
  assert.equal(modeOf(prepareDataFolder(old).path), 0o700);
  chmodSync(old, 0o755);
  writeFileSync(join(old, 'photo.jpg'), '');
  assert.equal(modeOf(prepareDataFolder(old).path), 0o755);
});

test('a data folder that cannot be is a sentence', () => {
  const file = join(top, 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'below'), '/proc/linkpin', '/dev/null/linkpin']) {
    assert.throws(
      () => prepareDataFolder(path),
      (error) => error instanceof Failure && error.message.includes('--data'),
      path,
    );
  }
});

test('keys come from LINKPIN_KEYS, from the file of LINKPIN_KEYS_FILE, or from the data folder', async () => {
  const key = makeSecretKey();
  const own = join(top, 'own-keys.json');
  assert.deepEqual(await openKeys(own, { LINKPIN_KEYS: JSON.stringify([key]) }), [key]);
  const elsewhere = await openKeys(own, { LINKPIN_KEYS_FILE: join(top, 'vault', 'keys.json') });
  const made = await openKeys(own, {});
  assert.notDeepEqual(made, elsewhere);
  assert.deepEqual(await openKeys(own, {}), made);
  assert.equal(modeOf(own), 0o600);
});

test('keys from two places, or from none that can be read, are refused', async () => {
  await assert.rejects(openKeys('x', { LINKPIN_KEYS: '[]', LINKPIN_KEYS_FILE: 'y' }), Failure);
  await assert.rejects(openKeys('x', { LINKPIN_KEYS: 'secret' }), (error: Error) => {
    assert.ok(error instanceof KeyFileError);
    assert.doesNotMatch(error.message, /secret$/);
    return true;
  });
  await assert.rejects(openKeys('x', { LINKPIN_KEYS_FILE: top }), (error) => {
    assert.ok(error instanceof Failure);
    assert.match(error.message, /EISDIR/);
    return true;
  });
});

const ipv4 = (address: string, internal = false) =>
  ({ address, family: 'IPv4', internal, netmask: '', mac: '', cidr: null }) as const;

test('the address for phones is one of the home network, not of containers, not of this machine alone', () => {
  assert.deepEqual(
    lanAddresses({
      lo: [ipv4('127.0.0.1', true)],
      docker0: [ipv4('172.17.0.1')],
      tailscale0: [ipv4('100.64.0.7')],
      eth0: [ipv4('169.254.3.4')],
      wlan0: [ipv4('192.168.1.20'), { ...ipv4('fe80::1'), family: 'IPv6', scopeid: 1 }],
    }),
    ['192.168.1.20', '100.64.0.7'],
  );
  assert.deepEqual(lanAddresses({ docker0: [ipv4('172.17.0.1')] }), ['172.17.0.1']);
  assert.deepEqual(lanAddresses({}), []);
});

const flags = (given: Readonly<Record<string, unknown>>): ReadonlyMap<keyof Settings, Given> =>
  new Map(
    Object.entries(given).map(([key, value]) => [
      key as keyof Settings,
      { value, origin: `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}` },
    ]),
  );

test('the command for phones is the one that was typed, with the rest added', () => {
  const more = { host: '0.0.0.0', publicUrl: 'http://192.168.1.20:4747', insecureHttp: true } as const;
  const added = '--host 0.0.0.0 --public-url http://192.168.1.20:4747 --insecure-http';
  assert.equal(startedAs({}, new Map(), more), `linkpin serve ${added}`);
  assert.equal(
    startedAs({}, flags({ name: "Ada's house", demo: true, host: '127.0.0.1' }), more),
    `linkpin serve --name 'Ada'\\''s house' --demo ${added}`,
  );
  assert.equal(
    startedAs({ npm_lifecycle_event: 'start' }, flags({ data: './data', demo: true, port: '4800' }), more),
    `npm start -- --port 4800 ${added}`,
  );
  assert.equal(startedAs({ npm_lifecycle_event: 'npx' }, new Map(), {}), 'npx linkpin');
});

test('what came from elsewhere than flags is not repeated in the command', () => {
  assert.equal(startedAs({}, new Map([['name', { value: 'Den', origin: 'LINKPIN_NAME' }]]), {}), 'linkpin serve');
});

const started = {
  url: 'http://127.0.0.1:4747',
  setUpUrl: 'http://127.0.0.1:4747/setup?token=t',
  metricsUrl: null,
  workers: 1,
  demo: true,
  data: '/srv/linkpin',
  forPhones: { command: 'linkpin serve --host 0.0.0.0', otherAddresses: ['10.0.0.7'] },
  warnings: ['Plain http is allowed beyond this machine: anybody on the way can read passwords and tokens.'],
};

test('the banner says where, how to begin, how to try it, and how to let a phone in', () => {
  assert.equal(
    banner(started, plain),
    `
  linkpin serves http://127.0.0.1:4747
  and keeps its data in /srv/linkpin

  Make the first account here. The link works once, and for an hour:
    http://127.0.0.1:4747/setup?token=t

  Television     http://127.0.0.1:4747/tv
  Link a device  http://127.0.0.1:4747/link

  Only this machine can reach it. To let a phone in, stop it and run:
    linkpin serve --host 0.0.0.0
    (this machine is also 10.0.0.7)
  That is plain http: anybody on the same network can read passwords and tokens.
  For more than a try at home, put a proxy with https in front: docs/proxies.md

  Note: Plain http is allowed beyond this machine: anybody on the way can read
  passwords and tokens.

  Ctrl-C stops it.

`,
  );
});

test('with an account, a public URL and no demo there is little to say', () => {
  const settled = { ...started, url: 'https://l.example', setUpUrl: null, demo: false, forPhones: null, warnings: [] };
  assert.deepEqual(
    banner(settled, plain)
      .split('\n')
      .filter((line) => line !== ''),
    [
      '  linkpin serves https://l.example',
      '  and keeps its data in /srv/linkpin',
      '  Link a device  https://l.example/link',
      '  Ctrl-C stops it.',
    ],
  );
});

test('where the metrics are stands with the other links', () => {
  const text = banner({ ...started, metricsUrl: 'http://127.0.0.1:9464/metrics' }, plain);
  assert.match(text, / {2}Link a device {2}\S+\n {2}Metrics {8}http:\/\/127\.0\.0\.1:9464\/metrics\n/);
});

test('with workers it says how many, and their bounds together are those of the settings', () => {
  assert.match(banner({ ...started, workers: 3 }, plain), /linkpin serves http:\S+ with 3 workers\n/);
  const whole = settingsSchema.parse({ workers: 3, maxInFlight: 10, maxConnections: 30, waits: 7 });
  const { maxInFlight, maxConnections, waits } = shareOf(whole);
  assert.deepEqual([maxInFlight, maxConnections, waits], [4, 10, 3]);
  assert.deepEqual(shareOf(settingsSchema.parse({})), settingsSchema.parse({}));
});

test('the log speaks words on a terminal, and nobody in it moves the cursor', () => {
  const line = JSON.stringify({ level: 50, msg: 'sweeping \u001b[2Jfailed', err: { message: 'disk full' } });
  assert.equal(inWords(line, plain), 'error sweeping [2Jfailed: disk full');
});

test('what the system says at the start has an answer, and what nobody expects stays as it is', () => {
  const settings = { host: '127.0.0.1', port: 4747, data: '/srv/linkpin' };
  const said = (code: string, more: object = {}) =>
    explainStartError(Object.assign(new Error('words'), { code }, more), settings) as Error;
  assert.match(said('EADDRINUSE').message, /^Port 4747 of 127\.0\.0\.1 is taken\./);
  assert.match(said('EACCES', { syscall: 'listen' }).message, /port 4747/);
  assert.match(said('EACCES', { syscall: 'open' }).message, /own files/);
  const metrics = explainMetricsError(Object.assign(new Error('words'), { code: 'EADDRINUSE' }), {
    metricsHost: '127.0.0.1',
    metricsPort: 9464,
  });
  assert.match(String(metrics), /Port 9464 of 127\.0\.0\.1, for metrics, cannot be had .* --metrics-port/);
  assert.match(said('EADDRNOTAVAIL').message, /127\.0\.0\.1 is not an address/);
  assert.match(said('ERR_SQLITE_ERROR').message, /backup/);
  assert.match(said('ENOTSUP').message, /--workers/);
  assert.match(said('ENOSPC').message, /full/);
  const odd = new TypeError('odd');
  assert.equal(explainStartError(odd, settings), odd);
});
