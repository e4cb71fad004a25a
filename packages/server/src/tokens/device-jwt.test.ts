import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { labelOf, verifyDeviceJwt } from './device-jwt.ts';

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(
    readFileSync(new URL(`../../../../test/fixtures/plex/jwt/${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>;

const { x, kid } = fixture('device-key')['public_jwk'] as { x: string; kid: string };
const compact = String(fixture('device-jwt')['compact']);
const [head = '', body = '', signature = ''] = compact.split('.');
const key = { x, clientId: 'client-1' };

const kindOf = async (jwt: string, who = key, audiences = ['plex.tv']): Promise<string> => {
  const verified = await verifyDeviceJwt(jwt, who, audiences);
  return verified.ok ? 'ok' : verified.refusal;
};

describe('a device JWT as a client signed it', () => {
  it('says whose it is before it is checked', () => {
    assert.deepEqual(labelOf(compact), { clientId: 'client-1', kid });
    for (const odd of ['', 'x', 'a.b.c', `${head}..${signature}`, `.${body}.`])
      assert.equal(labelOf(odd), undefined, odd);
  });

  it('is read once its signature is checked', async () => {
    assert.deepEqual(await verifyDeviceJwt(compact, key, ['https://link.example', 'plex.tv']), {
      ok: true,
      value: {
        nonce: '7c415b56-8f48-488a-98ab-847ef4460442',
        scopes: ['username', 'email', 'friendly_name'],
        expiresAt: 1_705_785_903_000,
      },
    });
  });

  it('is refused for another client, another service, another key', async () => {
    assert.equal(await kindOf(compact, { ...key, clientId: 'client-2' }), 'malformed');
    assert.equal(await kindOf(compact, key, ['https://link.example']), 'malformed');
    const foreign = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    assert.equal(await kindOf(compact, { ...key, x: foreign }), 'signature');
  });

  it('is refused when a byte of it is another, or it is none', async () => {
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    assert.equal(await kindOf(`${head}.${body}.${flipped}`), 'signature');
    assert.equal(await kindOf(`${head}.${body.slice(0, -4)}.${signature}`), 'signature');
    for (const odd of ['', 'a.b.c', `${head}.${body}`, `${head}.${body}.`, `${head}.${body}.${signature}.x`]) {
      assert.notEqual(await kindOf(odd), 'ok', odd);
    }
  });
});
