import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it, type TestContext } from 'node:test';
import { writeMmdb, type MmdbValue } from './mmdb.testing.ts';
import { noGeoIp, openGeoIp, type GeoIp } from './geoip.ts';

let folder: string;
let warnings: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linkpin-places-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const country = (code: string): MmdbValue => ({ country: { iso_code: code } });
const bytesWith = (networks: Record<string, MmdbValue>, type = 'GeoLite2-Country') =>
  writeMmdb({ type, ipVersion: 6, recordSize: 24, networks });

/** Replaces a file atomically, as updaters do. */
function put(bytes: Uint8Array): string {
  const file = join(folder, 'geo.mmdb');
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
  return file;
}

function open(t: TestContext, file: string): GeoIp {
  const geoip = openGeoIp({ file, onWarning: (sentence) => warnings.push(sentence) });
  t.after(() => geoip.close());
  return geoip;
}

const codeOf = (geoip: GeoIp, address: string): string | undefined => geoip.lookup(address)?.countryCode;

describe('places from a file', () => {
  it('are those of the file, and say whom to thank', (t) => {
    const geoip = open(t, put(bytesWith({ '203.0.113.0/24': country('NL') })));
    assert.equal(codeOf(geoip, '203.0.113.9'), 'NL');
    assert.match(geoip.attribution ?? '', /MaxMind/);
    assert.equal(geoip.warning, null);
    assert.deepEqual(warnings, []);
  });

  it('change when the file does', async (t) => {
    const file = put(bytesWith({ '203.0.113.0/24': country('NL') }));
    const geoip = open(t, file);
    put(bytesWith({ '203.0.113.0/24': country('DE') }, 'DBIP-Country-Lite'));
    await geoip.refresh();
    assert.equal(codeOf(geoip, '203.0.113.9'), 'DE');
    assert.match(geoip.attribution ?? '', /DB-IP/);
    assert.deepEqual(warnings, []);
  });

  it('are looked after by a clock, until they are closed', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const file = put(bytesWith({ '203.0.113.0/24': country('NL') }));
    const geoip = open(t, file);
    put(bytesWith({ '203.0.113.0/24': country('DE') }));
    t.mock.timers.tick(60_000);
    while (codeOf(geoip, '203.0.113.9') === 'NL') await stat(file);
    assert.equal(codeOf(geoip, '203.0.113.9'), 'DE');

    geoip.close();
    put(bytesWith({ '203.0.113.0/24': country('FR') }));
    t.mock.timers.tick(600_000);
    for (let turn = 0; turn < 20; turn++) await stat(file);
    assert.equal(codeOf(geoip, '203.0.113.9'), 'DE');
  });

  it('keep no process alive', () => {
    const file = put(bytesWith({ '203.0.113.0/24': country('NL') }));
    const script = `
      import { openGeoIp } from ${JSON.stringify(new URL('geoip.ts', import.meta.url).href)};
      const geoip = openGeoIp({ file: ${JSON.stringify(file)}, onWarning: console.error });
      console.log(geoip.lookup('203.0.113.9').country);`;
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.equal(ran.stdout, 'Netherlands\n', ran.stderr);
    assert.equal(ran.status, 0, ran.stderr);
  });

  it('stay as they were while the new file is half written, with one warning, until it is whole', async (t) => {
    const before = bytesWith({ '203.0.113.0/24': country('NL') });
    const after = bytesWith({ '203.0.113.0/24': country('DE'), '198.51.100.0/24': country('FR') });
    const file = put(before);
    const geoip = open(t, file);
    for (const part of [0, 10, after.length / 2, after.length - 20]) {
      writeFileSync(file, after.subarray(0, part));
      await geoip.refresh();
      assert.equal(codeOf(geoip, '203.0.113.9'), 'NL');
    }
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /geo\.mmdb.+only a part of one.+stays in use/);
    assert.equal(geoip.warning, warnings[0]);

    writeFileSync(file, after);
    await geoip.refresh();
    assert.equal(codeOf(geoip, '203.0.113.9'), 'DE');
    assert.equal(geoip.warning, null);
  });

  it('stay as they were when the file goes away, and are whole again when the same file comes back', async (t) => {
    const file = put(bytesWith({ '203.0.113.0/24': country('NL') }));
    const geoip = open(t, file);
    renameSync(file, `${file}.away`);
    await geoip.refresh();
    assert.equal(codeOf(geoip, '203.0.113.9'), 'NL');
    assert.match(geoip.warning ?? '', /ENOENT/);
    renameSync(`${file}.away`, file);
    await geoip.refresh();
    assert.equal(geoip.warning, null);
  });

  it('are none, with a warning, when the file is missing at the start; and come when it does', async (t) => {
    const file = join(folder, 'geo.mmdb');
    const geoip = open(t, file);
    assert.equal(geoip.lookup('203.0.113.9'), null);
    assert.equal(geoip.attribution, null);
    assert.match(warnings[0] ?? '', /ENOENT.+unknown until then/);
    put(bytesWith({ '203.0.113.0/24': country('NL') }));
    await geoip.refresh();
    assert.equal(codeOf(geoip, '203.0.113.9'), 'NL');
    assert.equal(geoip.warning, null);
  });

  it('are none, with a warning, when the file is something else', (t) => {
    const whole = bytesWith({ '203.0.113.0/24': country('NL') });
    const noTree = whole.subarray(whole.indexOf('\xab\xcd\xefMaxMind.com', 'latin1'));
    for (const bytes of [Buffer.alloc(0), Buffer.from('PK\u0003\u0004 a zip'), Buffer.alloc(5000, 0xff), noTree]) {
      warnings = [];
      const geoip = open(t, put(bytes));
      assert.equal(geoip.lookup('203.0.113.9'), null);
      assert.match(warnings.join(), /no MaxMind DB of version 2, or only a part of one/);
    }
  });

  it('are null, and nothing is thrown, where the data of a network are broken', (t) => {
    const bytes = bytesWith({ '203.0.113.0/24': country('NL'), '198.51.100.0/24': country('FR') });
    const at = bytes.indexOf('country');
    for (const byte of [0x00, 0x20, 0x3f, 0x5f, 0x80, 0xff]) {
      const broken = Buffer.from(bytes);
      broken.fill(byte, at - 2, at + 8);
      const geoip = open(t, put(broken));
      assert.equal(geoip.lookup('203.0.113.9'), null, `${byte}`);
      assert.equal(codeOf(geoip, '198.51.100.9'), 'FR');
    }
  });

  it('never throw, however a file was damaged', (t) => {
    const bytes = bytesWith({ '203.0.113.0/24': country('NL'), '2001:db8::/32': country('FR') });
    for (let at = 0; at < bytes.length; at++) {
      for (const byte of [0x00, 0x2f, 0xff]) {
        const broken = Buffer.from(bytes);
        broken[at] = byte;
        const geoip = open(t, put(broken));
        for (const address of ['203.0.113.9', '2001:db8::1', '8.8.8.8']) geoip.lookup(address);
        geoip.close();
      }
    }
    assert.ok(warnings.length > 0);
  });
});

describe('no places', () => {
  it('know nothing of anybody', async () => {
    assert.equal(noGeoIp.lookup('203.0.113.9'), null);
    assert.equal(noGeoIp.attribution, null);
    assert.equal(noGeoIp.warning, null);
    await noGeoIp.refresh();
    noGeoIp.close();
  });
});
