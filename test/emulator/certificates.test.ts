// The emulator's certificates, as OpenSSL sees them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createAuthority } from '../../packages/linkpin/src/emulator/certificates/authority.ts';

const run = promisify(execFile);
let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'linkpin-certificates-'));
});
after(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('certificates of the emulator', () => {
  it('two hundred in a row pass the strict checks of OpenSSL, whatever their serials, keys and signatures', async () => {
    let seen = 0;
    for (let round = 0; round < 20; round += 1) {
      const authority = createAuthority();
      const ca = put(`ca-${round}.pem`, authority.cert);
      const leaves = Array.from({ length: 10 }, (_, at) =>
        put(
          `leaf-${round}-${at}.pem`,
          authority.issue(['plex.tv', 'x'.repeat(at).concat('.plex.tv')].slice(0, at + 1)).cert,
        ),
      );
      for (const leaf of leaves) {
        const { stdout } = await run('openssl', [
          'verify',
          '-x509_strict',
          '-purpose',
          'sslserver',
          '-CAfile',
          ca,
          leaf,
        ]);
        assert.equal(stdout, `${leaf}: OK\n`);
        seen += 1;
      }
    }
    assert.equal(seen, 200);
  });

  it('are valid for a day, and not longer', () => {
    const now = Date.parse('2026-12-01T12:00:00Z');
    const authority = createAuthority(now);
    for (const cert of [authority.cert, authority.issue(['plex.tv']).cert]) {
      const { validFromDate, validToDate } = new X509Certificate(cert);
      assert.equal(validToDate.getTime() - validFromDate.getTime(), 24 * 60 * 60 * 1000);
      assert.ok(validFromDate.getTime() < now && validToDate.getTime() > now);
    }
    assert.equal(
      new X509Certificate(createAuthority(Date.parse('2051-01-01')).cert).validTo,
      'Jan  1 23:55:00 2051 GMT',
    );
  });

  it('are for plex.tv alone: the authority may name nothing else, and no address', async () => {
    const ca = put('constraints.pem', createAuthority().cert);
    const { stdout } = await run('openssl', ['x509', '-in', ca, '-noout', '-ext', 'nameConstraints,basicConstraints']);
    const lines = stdout.trim().split(/\s*\n\s*/);
    assert.deepEqual(lines, [
      'X509v3 Basic Constraints: critical',
      'CA:TRUE, pathlen:0',
      'X509v3 Name Constraints: critical',
      'Permitted:',
      'DNS:plex.tv',
      'Excluded:',
      'IP:0.0.0.0/0.0.0.0',
      'IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0',
    ]);
  });

  it('have no empty line at their ends, which OpenSSL would refuse', () => {
    for (let at = 0; at < 200; at += 1) {
      assert.match(
        createAuthority().issue([`${'x'.repeat(at % 50)}.plex.tv`]).cert,
        /[^\n]\n-----END CERTIFICATE-----\n$/,
      );
    }
  });
});
