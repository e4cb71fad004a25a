// Broken servers for the checks of the page.
import { formsOf } from '../../../packages/linkpin/src/conformance/html-forms.ts';
import type { Layer } from '../ours.ts';
import { atDevice } from './oauth.ts';
import {
  by,
  changed,
  look,
  membersOf,
  onRequest,
  onResponse,
  withForm,
  withHeaders,
  withText,
  type Breakers,
  type Seen,
} from './breaker.ts';

const atLink = ({ path }: Seen): boolean => path === '/link';
const atQuestion = ({ path, method }: Seen): boolean => path === '/pin' && method === 'GET';
const isTyping = (seen: Seen): boolean => atLink(seen) && seen.method === 'POST';

const page = (html: string): Response =>
  new Response(html, { status: 200, headers: { 'content-type': 'text/html', 'x-frame-options': 'DENY' } });

const question =
  '<form method="post" action="/pin"><button name="answer" value="yes">Y</button><button>N</button></form>';
const form = '<form method="post" action="/link"><input name="code"><button>Go</button></form>';

const bare = (code: string): string => code.toUpperCase().replaceAll(/[^A-Z]/g, '');

/** Remembers the user codes that were issued. */
function knowingCodes(layer: (codes: ReadonlySet<string>) => Layer): () => Layer {
  return () => {
    const codes = new Set<string>();
    const own = layer(codes);
    return async (request, next) => {
      const seen = await look(request);
      const response = await own(request, next);
      if (atDevice(seen)) codes.add(bare(String((await membersOf(response))['user_code'])));
      return response;
    };
  };
}

export const pageBreakers: Breakers = {
  'D15-form': by(onResponse(atLink, (response) => withText(response, (html) => html.replaceAll('<form', '<div')))),
  'D54-typing': by(
    onRequest(
      (seen) => isTyping(seen) && /[a-z]/.test(seen.form.get('code') ?? ''),
      (request, seen) => {
        seen.form.set('code', 'QQQQ-QQQQ');
        return withForm(request, seen.form);
      },
    ),
  ),
  'D21-wrong-code': {
    ...by(onResponse(isTyping, (response) => (response.status === 422 ? page(question) : response))),
    guesses: true,
  },
  'D44-guesses': {
    ...by(
      knowingCodes((codes) => async (request, next) => {
        const seen = await look(request);
        return isTyping(seen) && !codes.has(bare(seen.form.get('code') ?? '')) ? page(form) : next(request);
      }),
    ),
    guesses: true,
  },
  'D25-compare': by(
    onResponse(atQuestion, (response) =>
      withText(response, (html) => html.replaceAll(/<p class="code">[\s\S]*?<\/p>/g, '')),
    ),
  ),
  'D26-choice': by(
    onResponse(atQuestion, (response) =>
      withText(response, (html) => html.replaceAll(/<button(?![^>]*value="yes")[\s\S]*?<\/button>/g, '')),
    ),
  ),
  'D25-link-alone': by((ours) => async (request, next) => {
    const seen = await look(request);
    const userCode = seen.url.searchParams.get('code');
    if (atLink(seen) && userCode !== null) {
      await ours.decide({ userCode, verificationUri: '', verificationUriComplete: null }, 'approve');
    }
    return next(request);
  }),
  'B25-frames': by(
    onResponse(atLink, (response) => withHeaders(response, {}, ['content-security-policy', 'x-frame-options'])),
    ['B26-frame-ancestors'],
  ),
  'B26-frame-ancestors': by(onResponse(atLink, (response) => withHeaders(response, {}, ['content-security-policy']))),
  'B14-cors': by(onResponse(atLink, (response) => withHeaders(response, { 'access-control-allow-origin': '*' }))),
  'B15-strangers': by(
    onResponse(atLink, (response) =>
      withText(response, (html) => html.replace('<body', '<img src="https://tracker.example/x.png"><body')),
    ),
  ),
  'B16-referrer': by(onResponse(atLink, (response) => withHeaders(response, { 'referrer-policy': 'unsafe-url' }))),
  'B2-forged': by(() => {
    let hidden: readonly (readonly [string, string])[] = [];
    return async (request, next) => {
      const seen = await look(request);
      const isForged = seen.headers.get('sec-fetch-site') === 'cross-site';
      const form = new URLSearchParams([
        ...hidden.map(([name, value]): [string, string] => [name, value]),
        ...seen.form,
      ]);
      const own = { origin: 'https://link.example', 'sec-fetch-site': 'same-origin' };
      const response = await next(isForged ? changed(request, { headers: own, body: form.toString() }) : request);
      if (!atQuestion(seen)) return response;
      const fields = formsOf(await response.clone().text()).find(({ action }) => action === '/pin')?.fields ?? [];
      hidden = fields.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]);
      return response;
    };
  }),
};
