// What the emulator leaves for containers to trust.
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createAuthority } from '../certificates/authority.ts';
import { openNetwork } from '../network.ts';
import { writeTrustFiles } from './trust-files.ts';

describe('the files for containers', () => {
  let base: string;
  before(() => {
    base = mkdtempSync(join(tmpdir(), 'linkpin trust '));
  });
  after(() => rmSync(base, { recursive: true }));

  it('are for anybody to read, replace what a killed run left, and are removed', () => {
    const folder = join(base, 'made', 'here');
    writeTrustFiles(folder, createAuthority().cert);
    const authority = createAuthority().cert;
    const remove = writeTrustFiles(folder, authority);
    assert.equal(readFileSync(join(folder, 'ca.pem'), 'utf8'), authority);
    const roots = readFileSync(join(folder, 'roots.pem'), 'utf8');
    assert.ok(roots.length > authority.length && roots.endsWith(authority));
    const names = ['ca.pem', 'java.jks', 'linkpin.ini', 'roots.pem'];
    assert.deepEqual(readdirSync(folder).toSorted(), names);
    for (const name of names) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o644);
    remove();
    assert.deepEqual(readdirSync(folder), []);
    remove();
  });

  it('follow no link that somebody put in their place', () => {
    const [folder, target] = [mkdtempSync(join(base, 'linked-')), join(base, 'target')];
    writeFileSync(target, 'mine');
    for (const name of ['ca.pem', 'ca.pem.new']) symlinkSync(target, join(folder, name));
    const authority = createAuthority().cert;
    writeTrustFiles(folder, authority);
    assert.equal(readFileSync(target, 'utf8'), 'mine');
    assert.equal(readFileSync(join(folder, 'ca.pem'), 'utf8'), authority);
  });

  it('go with the network; where there is no place for them, or the port is taken, nothing is left open', async () => {
    const folder = join(base, 'network');
    const network = await openNetwork(0, { trustFolder: folder });
    assert.equal(readFileSync(join(folder, 'ca.pem'), 'utf8'), network.diversion.ca);
    await network.close();
    assert.ok(!existsSync(join(folder, 'ca.pem')));
    const wrong = openNetwork(0, { trustFolder: join(base, 'target', 'x') });
    await assert.rejects(wrong, /^EmulatorError: The emulator cannot write to .*target\/x \(ENOTDIR\)\.$/);
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await assert.rejects(
      openNetwork(0, { securePort: port }),
      new RegExp(`cannot listen on port ${port} \\(EADDRINUSE`),
    );
    server.close();
  });
});
