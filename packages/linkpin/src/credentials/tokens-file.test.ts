import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { tokensFile } from './tokens-file.ts';

const top = mkdtempSync(join(tmpdir(), 'linkpin-tokens-'));
after(() => rmSync(top, { recursive: true }));
const fresh = (): string => join(mkdtempSync(join(top, 'home-')), 'linkpin');

const tokens = (accessToken: string) => ({ accessToken, tokenType: 'Bearer' });

test('tokens are kept by issuer and client, each apart, and new ones take the place of old ones', async () => {
  const file = tokensFile(fresh());
  assert.equal(await file.isNew(), true);
  await file.prepare();
  assert.equal(await file.isNew(), false);
  await file.write('https://a.example', 'tv', tokens('old'));
  await file.write('https://a.example', 'box', tokens('box'));
  await file.write('https://a.example/', 'tv', tokens('slash'));
  await file.write('https://a.example', 'tv', tokens('new'));
  await file.prepare();
  assert.deepEqual(JSON.parse(readFileSync(file.path, 'utf8')), {
    issuers: {
      'https://a.example': { tv: tokens('new'), box: tokens('box') },
      'https://a.example/': { tv: tokens('slash') },
    },
  });
  assert.equal(statSync(file.path).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(join(file.path, '..')), ['oauth.json']);
});

test('a damaged file is told before anything is written', async () => {
  const file = tokensFile(fresh());
  await file.prepare();
  for (const text of ['nonsense', '[]', '{"issuers":[]}', 'null']) {
    writeFileSync(file.path, text);
    await assert.rejects(file.prepare(), /is not what linkpin wrote there/);
    await assert.rejects(file.write('https://a.example', 'tv', tokens('x')), /is not what linkpin wrote there/);
    assert.equal(readFileSync(file.path, 'utf8'), text);
  }
});
