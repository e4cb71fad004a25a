import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Keyring } from '@linkpin/client/cli';
import { Failure } from '../failure.ts';
import { hostsFile } from './hosts-file.ts';
import { tokenStore } from './token-store.ts';
import { openKeyring } from './keyring.ts';

const top = mkdtempSync(join(tmpdir(), 'linkpin-tokens-'));
after(() => rmSync(top, { recursive: true }));
const server = 'https://home.example';
const host = { clientIdentifier: 'c1', user: 'ada' };
const fresh = () => hostsFile(mkdtempSync(join(top, 'home-')));

function keyringOf(secrets: Map<string, string>): Keyring {
  return {
    read: async (name) => secrets.get(name),
    write: async (name, token) => void secrets.set(name, token),
    delete: async (name) => void secrets.delete(name),
  };
}

const locked: Keyring = {
  read: () => Promise.reject(new Error('locked')),
  write: () => Promise.reject(new Error('locked')),
  delete: () => Promise.reject(new Error('locked')),
};

test('a token is in the keyring and not in the file, and is forgotten there', async () => {
  const secrets = new Map<string, string>();
  const hosts = fresh();
  const tokens = tokenStore(hosts, async () => keyringOf(secrets));
  assert.equal(await tokens.store(server, host, 'secret-token'), 'keyring');
  assert.doesNotMatch(readFileSync(hosts.path, 'utf8'), /secret-token/);
  assert.deepEqual(await tokens.read(server), { token: 'secret-token', storedIn: 'keyring' });
  await tokens.delete(server);
  assert.equal(secrets.size, 0);
  assert.equal(await tokens.read(server), undefined);
  assert.equal((await hosts.read(server))?.clientIdentifier, 'c1');
});

test('without a keyring, or with a locked one, a token is in the file', async () => {
  for (const keyring of [undefined, locked]) {
    const hosts = fresh();
    const tokens = tokenStore(hosts, async () => keyring);
    assert.equal(await tokens.store(server, host, 'secret-token'), hosts.path);
    assert.deepEqual(await tokens.read(server), { token: 'secret-token', storedIn: hosts.path });
    await tokens.delete(server);
    assert.doesNotMatch(readFileSync(hosts.path, 'utf8'), /secret-token/);
  }
});

test('a token in a keyring that cannot be read any more is told, with what to do', async () => {
  const hosts = fresh();
  await tokenStore(hosts, async () => keyringOf(new Map())).store(server, host, 'secret-token');
  for (const keyring of [undefined, locked]) {
    await assert.rejects(
      tokenStore(hosts, async () => keyring).read(server),
      (error: Error) => error instanceof Failure && /Unlock it, or sign in again: linkpin login/.test(error.message),
    );
  }
});

test('LINKPIN_KEYRING=off opens no keyring, and its library is there to be opened', async () => {
  assert.equal(await openKeyring({ LINKPIN_KEYRING: 'off' }), undefined);
  assert.ok(await openKeyring({}));
});
