import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createElement as h, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { createPlexClient } from '../plex-client.ts';
import { LinkpinClientError } from '../errors.ts';
import { SignInCard, usePin, type SignInCardProps, type SignInState } from './index.ts';

const plex = createPlexClient({ clientIdentifier: 'tv-1', product: 'My Player', server: 'http://127.0.0.1:9' });
const signIn = {
  code: '7RQZ',
  linkUrl: 'https://plex.tv/link',
  qrText: 'https://plex.tv/link?code=7RQZ',
} as NonNullable<SignInCardProps['signIn']['signIn']>;

/** The card in one state, as a server renders it. */
const card = (state: SignInState<{ readonly kind: string }>, more: Partial<SignInCardProps> = {}): string =>
  renderToStaticMarkup(
    h(SignInCard, { signIn: { state, signIn, start: () => undefined, cancel: () => undefined }, ...more }),
  );

describe('the card of a sign-in', () => {
  test('begins with a button, also where a server renders it, and asks for nothing by that', () => {
    function Page(): ReactElement {
      return h(SignInCard, { signIn: usePin(plex, { autoStart: true }), className: 'mine' });
    }
    assert.equal(
      renderToStaticMarkup(h(Page)),
      '<section class="mine" data-state="idle"><button data-part="start" type="button">Sign in</button></section>',
    );
  });

  test('shows address, code, QR code and time together, the code read out letter by letter', () => {
    const html = card({ kind: 'pending', remaining: 245 }, { qr: (text) => h('img', { alt: '', 'data-qr': text }) });
    assert.match(
      html,
      /<a href="https:\/\/plex\.tv\/link" target="_blank" rel="noreferrer">https:\/\/plex\.tv\/link<\/a>/,
    );
    assert.match(html, /role="img" aria-label="7 R Q Z">7RQZ</);
    assert.match(html, /data-qr="https:\/\/plex\.tv\/link\?code=7RQZ"/);
    assert.match(html, /The code is good for 4:05\./);
    assert.match(html, /data-part="cancel"/);
  });

  test('says that somebody looks at the code, and the number to type where there is one', () => {
    assert.match(card({ kind: 'opened', remaining: 60, number: 42 }), /Answer there\..*<strong>42<\/strong>/);
    assert.doesNotMatch(card({ kind: 'opened', remaining: 60 }), /data-part="number"/);
  });

  test('says each outcome, and offers another code after all but a yes', () => {
    for (const kind of ['denied', 'cancelled', 'expired', 'taken', 'gone', 'failed']) {
      assert.match(card({ kind }), /role="status">.+<\/p><button data-part="start"[^>]*>Get another code</, kind);
    }
    assert.match(card({ kind: 'approved' }), /Done\. You are signed in\.<\/p><\/section>$/);
    const error = new LinkpinClientError('network', 'unreachable');
    assert.match(card({ kind: 'unavailable', error }), /No code could be had.*Get another code/);
    assert.match(card({ kind: 'retrying', remaining: 9, retryIn: 1, error }), /No answer\. Trying again/);
  });

  test('speaks the words that it is given', () => {
    const words = { expires: (time: string) => `Noch ${time}`, cancel: 'Abbrechen' };
    const html = card({ kind: 'pending', remaining: 60 }, { words });
    assert.match(html, /Noch 1:00.*Abbrechen/);
    assert.match(html, /and enter this code/);
  });
});

const bytesOf = async (contents: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'esnext',
    external: ['react'],
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
};

test('the subpath is at most 2 KiB above the client', async () => {
  const client = await bytesOf(`export { createPlexClient, createDeviceClient } from '../index.ts';`);
  const all = await bytesOf(
    `export { createPlexClient, createDeviceClient } from '../index.ts'; export * from './index.ts';`,
  );
  assert.ok(all - client <= 2048, `${all - client} bytes`);
});
