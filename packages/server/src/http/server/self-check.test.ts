import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { testKeys } from '../../../../../test/harness/dependencies.ts';
import { createHarness } from '../../../../../test/harness/service.ts';
import { askSelf } from '../../service/self-check.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { selfCheckRequest } from './self-check.ts';

describe('GET /self-check', () => {
  const harness = createHarness('self-check', {
    settings: { publicUrl: 'https://link.example', trustedProxies: ['192.0.2.1'] },
  });
  after(() => harness.service.close());
  const { clock, random } = harness.ports;
  const ask = (text: string): Promise<Response> => {
    const { url, headers } = selfCheckRequest('https://link.example', { text });
    const request = new Request(url, { headers: { ...headers, 'x-forwarded-for': '198.51.100.7' } });
    return harness.service.fetch(request, { peer: '192.0.2.1' });
  };

  it('says which address a proxy told, sealed for who has the keys', async () => {
    const question = askSelf(createKeys(testKeys), clock, random);
    const response = await ask(question.text);
    assert.deepEqual([response.status, response.headers.get('cache-control')], [200, 'no-store']);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    const text = await response.text();
    assert.doesNotMatch(text, /198/);
    const { answer } = JSON.parse(text) as { readonly answer: string };
    const facts = question.readAnswer(answer);
    assert.deepEqual([facts?.address, facts?.baseUrl], ['198.51.100.7', 'https://link.example']);
  });

  it('says nothing to anybody else', async () => {
    const stranger = askSelf(createKeys([makeSecretKey()]), clock, random);
    for (const question of ['', 'nonsense', 'a.b', stranger.text]) {
      const response = await ask(question);
      assert.deepEqual([response.status, await response.text()], [403, '{"status":"other keys"}']);
    }
  });
});
