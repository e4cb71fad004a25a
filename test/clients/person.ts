import assert from 'node:assert/strict';
import { password } from '../harness/people.ts';
import type { Harness } from '../harness/service.ts';

/** Somebody with a browser that runs no script, on the service's real pages. Signs in wherever a page asks for that. */
export interface Person {
  /** Answers to whoever shows this code, typed at /link. */
  answerCode(code: string, answer: 'yes' | 'no'): Promise<void>;
  /** Answers to the app that sent the person to this address of the Auth App. */
  answerApp(url: string, answer: 'yes' | 'no'): Promise<void>;
}

interface Page {
  readonly path: string;
  readonly text: string;
}

/** @param origin where the pages of this service are, as its people see it */
export async function somebody(harness: Harness, origin: string, name = 'ada'): Promise<Person> {
  await harness.person(name);
  const cookies = new Map<string, string>();

  const send = async (path: string, form?: Record<string, string>): Promise<Response> => {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const response = await harness.service.fetch(
      new Request(`${origin}${path}`, {
        method: form === undefined ? 'GET' : 'POST',
        headers: { cookie, origin, 'sec-fetch-site': 'same-origin' },
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
        redirect: 'manual',
      }),
    );
    for (const line of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(key, value);
    }
    return response;
  };

  const go = async (path: string, form?: Record<string, string>): Promise<Page> => {
    const response = await send(path, form);
    const to = response.headers.get('location');
    if (to !== null) return go(to);
    const text = await response.text();
    assert.equal(response.status, 200, `${path} answers ${response.status}: ${text.slice(-400)}`);
    if (!path.startsWith('/signin?')) return { path, text };
    return go('/signin', { ...hiddenOf(text), name, password: password });
  };

  const settle = async ({ path, text }: Page, answer: 'yes' | 'no'): Promise<void> => {
    assert.match(path, /^\/pin\?/);
    const { path: end } = await go('/pin', { ...hiddenOf(text), answer, ...(answer === 'yes' ? { mine: 'on' } : {}) });
    assert.match(end, /^\/done\?/);
  };

  return {
    async answerCode(code, answer) {
      const { text } = await go('/link');
      await settle(await go('/link', { ...hiddenOf(text), code }), answer);
    },
    async answerApp(url, answer) {
      const { pathname, hash } = new URL(url);
      assert.match(pathname, /^\/auth\/?$/);
      const given = new URLSearchParams(hash.replace(/^#!?\??/, '')); // wire S18
      await go(pathname);
      const asked = ['code', 'clientID', 'forwardUrl'].map((key) => [key, given.get(key) ?? '']);
      const { text } = await go('/auth', Object.fromEntries(asked) as Record<string, string>);
      await settle(await go('/continue', hiddenOf(text)), answer);
    },
  };
}

/** The hidden fields of a page's forms. */
function hiddenOf(text: string): Record<string, string> {
  const fields = text.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]));
}
