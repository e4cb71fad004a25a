// The emulator's authority may sign for plex.tv alone: who heeds that?
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createAuthority } from '../../packages/linkpin/src/emulator/certificates/authority.ts';
import { trustTable, trusters } from './trust.ts';

const isWhole = process.env['LINKPIN_WHOLE_MATRIX'] === '1';

describe('a certificate that the emulator’s authority signed', () => {
  const servers = new Map<string, Server>();
  let folder: string;
  let ca: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linkpin-trust-'));
    const authority = createAuthority();
    ca = join(folder, 'ca.pem');
    writeFileSync(ca, authority.cert);
    for (const name of ['plex.tv', 'example.com']) {
      const server = createServer(authority.issue([name]), (_request, response) => response.end('hello'));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      servers.set(name, server);
    }
  });
  after(() => {
    for (const server of servers.values()) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true });
  });
  const portOf = (name: string): number => {
    const server = servers.get(name);
    assert.ok(server);
    return (server.address() as AddressInfo).port;
  };

  for (const { name, ask, ignores } of trusters.filter(({ whole }) => isWhole || whole !== true)) {
    it(`is taken by ${name} for plex.tv`, async () => {
      assert.match(await ask('plex.tv', portOf('plex.tv'), ca), /hello/);
    });
    if (ignores === true) {
      it(`is taken by ${name} for example.com, too, whatever its authority may name`, async () => {
        assert.match(await ask('example.com', portOf('example.com'), ca), /hello/);
      });
    } else {
      it(`is refused by ${name} for example.com: its authority may not name that`, async () => {
        await assert.rejects(ask('example.com', portOf('example.com'), ca), (error: Error & { stderr?: string }) => {
          assert.match(error.stderr ?? error.message, /certificate|permitted subtree|ERR_CERT/i);
          return true;
        });
      });
    }
  }
});

describe('the table in docs/emulator.md', () => {
  it('says who heeds what the authority may name', () => {
    const page = readFileSync(new URL('../../docs/emulator.md', import.meta.url), 'utf8');
    assert.ok(page.includes(`\n${trustTable}\n`), `docs/emulator.md should have:\n${trustTable}`);
  });
});
