import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileTokenStore } from './file-token-store.ts';
import { createKeyring, type Keyring, type KeyringEntry } from './keyring.ts';
import { memoryTokenStore, type KeptSignIn, type SignInKey } from './token-store.ts';

const top = mkdtempSync(join(tmpdir(), 'linkpin-tokens-'));
after(() => rmSync(top, { recursive: true }));
const fresh = (): string => join(mkdtempSync(join(top, 'home-')), 'acme', 'oauth.json');

const tv: SignInKey = { issuer: 'https://a.example', clientId: 'tv' };
const tokens = (accessToken: string): KeptSignIn => ({ tokens: { accessToken, tokenType: 'Bearer' } });
const signIn = {
  server: tv.issuer,
  clientId: 'tv',
  deviceCode: 'secret-code',
  userCode: 'ABCD',
  verificationUri: 'https://a.example/link',
  verificationUriComplete: null,
  interval: 5,
  expiresAt: 1,
};

/** A keyring whose entries are in a map. */
function keyringIn(secrets: Map<string, string>, longest = Infinity): Keyring {
  return createKeyring(
    'acme',
    class implements KeyringEntry {
      readonly getPassword: KeyringEntry['getPassword'];
      readonly setPassword: KeyringEntry['setPassword'];
      readonly deletePassword: KeyringEntry['deletePassword'];
      constructor(service: string, account: string) {
        const name = `${service} ${account}`;
        this.getPassword = async () => secrets.get(name);
        this.setPassword = async (text) => {
          if (text.length > longest) throw new Error('too long');
          secrets.set(name, text);
        };
        this.deletePassword = async () => secrets.delete(name);
      }
    },
  );
}

test('sign-ins are kept by issuer and client, each apart, in a file that only its owner reads', async () => {
  const path = fresh();
  const store = fileTokenStore(path);
  assert.equal(await store.read(tv), undefined);
  await store.update(tv, async () => tokens('old'));
  await store.update({ ...tv, clientId: 'box' }, async () => tokens('box'));
  await store.update({ ...tv, issuer: 'https://a.example/' }, async () => tokens('slash'));
  await store.update(tv, async (kept) => ({ ...kept, ...tokens('new') }));
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), {
    issuers: {
      'https://a.example': { tv: tokens('new').tokens, box: tokens('box').tokens },
      'https://a.example/': { tv: tokens('slash').tokens },
    },
  });
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(dirname(path)), ['oauth.json'], 'no lock and no draft is left');
  assert.equal((await store.list()).length, 3);
  chmodSync(path, 0o644);
  await store.update(tv, async () => undefined);
  assert.equal(statSync(path).mode & 0o777, 0o600, 'also where others could read it before');
  assert.equal((await store.list()).length, 2);
  assert.equal(await store.whereIs(tv), path);
});

test('a code that waits is kept beside tokens or without, and is no sign-in', async () => {
  for (const options of [{}, { keyring: keyringIn(new Map()) }]) {
    const path = fresh();
    const store = fileTokenStore(path, options);
    await store.update(tv, async () => ({ pending: { signIn } }));
    assert.deepEqual(await store.list(), []);
    assert.deepEqual(await store.read(tv), { pending: { signIn } });
    await store.update(tv, async (kept) => ({ ...kept, ...tokens('a') }));
    assert.deepEqual(await store.list(), [tv]);
    assert.deepEqual(await store.read(tv), { ...tokens('a'), pending: { signIn } });
    await store.update(tv, async () => ({}));
    assert.equal(await store.read(tv), undefined, 'of nothing, nothing is kept');
  }
});

test('with a keyring the file holds a note, and no secret', async () => {
  const path = fresh();
  const secrets = new Map<string, string>();
  const store = fileTokenStore(path, { keyring: keyringIn(secrets) });
  await store.update(tv, async () => tokens('secret-token'));
  assert.doesNotMatch(readFileSync(path, 'utf8'), /secret/);
  assert.equal(await store.whereIs(tv), 'keyring');
  assert.deepEqual(await store.read(tv), tokens('secret-token'));
  assert.deepEqual([...secrets.keys()], ['acme ["https://a.example","tv"]']);
  await assert.rejects(fileTokenStore(path).read(tv), {
    code: 'storage',
    message: /keyring cannot be read. Unlock it/,
  });
  await store.update(tv, async () => undefined);
  assert.equal(secrets.size, 0);

  const short = fileTokenStore(path, { keyring: keyringIn(secrets, 10) });
  await short.update(tv, async () => tokens('secret-token'));
  assert.equal(await short.whereIs(tv), path, 'where it is too long for the keyring, the file takes its place');
  assert.deepEqual(await short.read(tv), tokens('secret-token'));
});

test('with a cipher, such as Electron has, the file can be read by nobody else', async () => {
  const path = fresh();
  const encrypt = (text: string): string => Buffer.from(text).toString('base64');
  const decrypt = (text: string): string => Buffer.from(text, 'base64').toString();
  const store = fileTokenStore(path, { cipher: { encrypt, decrypt } });
  await store.update(tv, async () => tokens('secret-token'));
  assert.doesNotMatch(readFileSync(path, 'utf8'), /secret-token/);
  assert.deepEqual(await store.read(tv), tokens('secret-token'));
  assert.deepEqual(await store.list(), [tv]);
  for (const cipher of [undefined, { encrypt, decrypt: () => assert.fail('another machine') }]) {
    await assert.rejects(fileTokenStore(path, { cipher }).read(tv), {
      code: 'storage',
      message: /another user or machine/,
    });
  }
});

test('a damaged file is told before anything is written, and is not written over', async () => {
  const path = fresh();
  const store = fileTokenStore(path);
  await store.update(tv, async () => tokens('x'));
  for (const text of ['nonsense', '[]', '{"issuers":[]}', 'null']) {
    writeFileSync(path, text);
    await assert.rejects(
      store.update(tv, () => assert.fail('it goes on')),
      { code: 'storage', message: /is damaged/ },
    );
    assert.equal(readFileSync(path, 'utf8'), text);
    assert.equal(existsSync(`${path}.lock`), false);
  }
});

test('a folder that cannot be made is told', async () => {
  const file = join(top, 'file');
  writeFileSync(file, '');
  await assert.rejects(
    fileTokenStore(join(file, 'acme', 'oauth.json')).update(tv, async () => tokens('x')),
    {
      code: 'storage',
      message: /cannot be written \(ENOTDIR\)/,
    },
  );
});

for (const [name, make] of [
  ['a file', () => fileTokenStore(fresh())],
  ['memory', () => memoryTokenStore()],
] as const) {
  test(`in ${name}, one change follows the other, and a failure changes nothing`, async () => {
    const store = make();
    await store.update(tv, async () => tokens('0'));
    const add = async (kept: KeptSignIn | undefined): Promise<KeptSignIn> => {
      const before = Number(kept?.tokens?.accessToken);
      await new Promise((resolve) => setImmediate(resolve));
      return tokens(String(before + 1));
    };
    await Promise.all(Array.from({ length: 5 }, () => store.update(tv, add)));
    assert.deepEqual(await store.read(tv), tokens('5'));
    await assert.rejects(
      store.update(tv, () => Promise.reject(new Error('no'))),
      /^Error: no$/,
    );
    assert.deepEqual(await store.update(tv, async (kept) => kept), tokens('5'));
    assert.deepEqual(await store.read(tv), tokens('5'));
  });
}
