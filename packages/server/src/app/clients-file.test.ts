import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readClientsFile } from './clients-file.ts';
import { createKeys, makeSecretKey } from '../tokens/keys.ts';
import { SettingsError } from './check-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-clients-'));
after(() => rmSync(folder, { recursive: true }));

function fileWith(value: unknown): string {
  const file = join(folder, 'clients.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  utimesSync(file, 1_700_000_000, 1_700_000_000);
  return file;
}

const keys = createKeys([makeSecretKey()]);
const tv = { id: 'tv', authMethod: 'none' };

describe('the clients file', () => {
  it('tells each client, and fills in what nobody said', () => {
    const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] };
    const said = {
      id: 'api',
      name: 'The API',
      authMethod: 'private_key_jwt',
      jwks,
      scopes: ['read', 'write'],
      scopeWords: { read: 'See your lists' },
      audiences: ['https://api.example'],
      accessTokens: 'jwt',
      signingAlgorithm: 'ES256',
      numberMatching: true,
      whenFar: 'type',
      scopeWhenFar: { write: 'refuse' },
      unknownIsFar: true,
      accessTokenLife: 300,
      refreshTokenIdle: 3600,
      refreshTokenLife: 0,
    };
    const [api, plain] = readClientsFile(fileWith([tv, said]));
    const always = {
      isVerified: true,
      secretHash: null,
      jwksUri: null,
      createdAt: 1_700_000_000_000,
      lastUsedAt: null,
    };
    assert.deepEqual(api, { ...said, ...always, jwks: JSON.stringify(jwks) });
    assert.deepEqual([plain?.id, plain?.name, plain?.accessTokens, plain?.jwks], ['tv', 'tv', 'opaque', null]);
  });

  it('has secrets as hashes, or by the name of a file beside it', () => {
    const secret = 'a secret that is long enough';
    writeFileSync(join(folder, 'api.secret'), `${secret}\n`);
    const clients = readClientsFile(
      fileWith([
        { id: 'a', authMethod: 'client_secret_basic', secretHash: keys.hash(secret) },
        { id: 'b', authMethod: 'client_secret_post', secretFile: 'api.secret' },
        { id: 'c', authMethod: 'client_secret_post', secretFile: join(folder, 'api.secret') },
      ]),
    );
    assert.deepEqual(
      clients.map(({ secretHash }) => secretHash),
      Array(3).fill(keys.hash(secret)),
    );
  });

  it('may be empty', () => {
    assert.deepEqual(readClientsFile(fileWith([])), []);
  });

  it('that cannot be used is refused with all that is wrong and where it is, and no secret is repeated', () => {
    writeFileSync(join(folder, 'short.secret'), 'hunter2');
    const file = fileWith([
      { ...tv, scopes: ['a b'] },
      { id: 'a', authMethod: 'client_secret_basic' },
      { id: 'b', authMethod: 'client_secret_basic', secretFile: 'absent.secret' },
      { id: 'c', authMethod: 'client_secret_post', secretFile: 'short.secret' },
      { ...tv, secretHash: 'A'.repeat(43) },
      { id: 'd', authMethod: 'private_key_jwt' },
      { id: 'e', authMethod: 'magic', colour: 'blue' },
      {
        id: 'f',
        authMethod: 'private_key_jwt',
        jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'hunter3' }] },
      },
      { id: 'g', authMethod: 'none', sectorIdentifier: 'music.example' },
      { id: 'h', authMethod: 'none', subjectType: 'pairwise', sectorIdentifier: 'https://music.example' },
    ]);
    assert.throws(
      () => readClientsFile(file),
      (error: unknown) => {
        assert.ok(error instanceof SettingsError);
        const { message } = error;
        const said: readonly (readonly [words: string, path: string])[] = [
          ['must be one scope', '[0].scopes[0]'],
          ['need either secretHash or secretFile', '[1]'],
          ['absent.secret cannot be read: ENOENT', '[2].secretFile'],
          ['the secret in short.secret is shorter than 24 characters', '[3].secretFile'],
          ['no other method has a secret', '[4]'],
          ['private_key_jwt needs either jwks or jwksUri', '[5]'],
          ['Invalid option', '[6].authMethod'],
          ['"colour"', '[6]'],
          ['must be a public key', '[7].jwks.keys[0]'],
          ['only pairwise subjects have a sectorIdentifier', '[8]'],
          ['must be a host name', '[9].sectorIdentifier'],
          ['duplicate id', ''],
        ];
        for (const [words, path] of said) {
          const told = message
            .split('✖ ')
            .some(
              (part) =>
                part.includes(words) &&
                (path === '' || part.includes(`→ at ${path}\n`) || part.trimEnd().endsWith(`→ at ${path}`)),
            );
          assert.ok(told, `${words} at ${path}\n${message}`);
        }
        assert.equal(message.split('✖ ').length - 1, said.length, message);
        assert.ok(message.includes(file));
        assert.ok(!/hunter/.test(message));
        return true;
      },
    );
  });

  it('that is no list, no JSON or not there is refused', () => {
    assert.throws(() => readClientsFile(fileWith('[{')), /is not valid JSON/);
    assert.throws(() => readClientsFile(fileWith('['.repeat(5000) + ']'.repeat(5000))), /is not valid JSON/);
    assert.throws(() => readClientsFile(fileWith({ clients: [] })), /expected array/);
    assert.throws(() => readClientsFile(fileWith([null, [], 1, { id: [] }])), /\[0\][^]*\[1\][^]*\[2\][^]*\[3\]/);
    assert.throws(() => readClientsFile(join(folder, 'absent.json')), /cannot be read: ENOENT/);
  });
});
