import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLinkpinClientError } from './errors.ts';
import { createPlexClient } from './plex-client.ts';

test('a client without an identifier, a product or a plain address is refused at once', () => {
  const good = { clientIdentifier: 'c', product: 'P' };
  for (const wrong of [
    { clientIdentifier: '' },
    { clientIdentifier: '  ' },
    { clientIdentifier: undefined },
    { clientIdentifier: null },
    { clientIdentifier: {} },
    { product: '' },
    { product: undefined },
    { server: 'plex.tv' },
    { server: '' },
  ]) {
    assert.throws(
      () => createPlexClient({ ...good, ...wrong } as never),
      (error) => isLinkpinClientError(error, 'bad_option'),
      JSON.stringify(wrong),
    );
  }
});

test('the global fetch is looked up when it is needed, so that a page or a test may replace it', async () => {
  const original = globalThis.fetch;
  const plex = createPlexClient({ clientIdentifier: 'c', product: 'P' });
  const asked: string[] = [];
  globalThis.fetch = (url) => {
    asked.push(url as string);
    return Promise.resolve(Response.json({ id: 1, code: 'ABCD' }));
  };
  try {
    await plex.requestPin();
  } finally {
    globalThis.fetch = original;
  }
  assert.deepEqual(asked, ['https://plex.tv/api/v2/pins']);
});
