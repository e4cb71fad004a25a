import assert from 'node:assert/strict';
import { password } from '../harness/people.ts';
import { Person, type Page } from '../harness/person.ts';
import type { Harness } from '../harness/service.ts';

/** Somebody who answers for devices on the service's real pages. Signs in wherever a page asks for that. */
export interface Approver {
  /** Answers to whoever shows this code, typed at /link. */
  answerCode(code: string, answer: 'yes' | 'no'): Promise<void>;
  /** Answers to the app that sent the person to this address of the Auth App. */
  answerApp(url: string, answer: 'yes' | 'no'): Promise<void>;
}

/** @param origin where the pages of this service are, as its people see it */
export async function approverAt(harness: Harness, origin: string, name = 'ada'): Promise<Approver> {
  await harness.person(name);
  const person = new Person(
    origin,
    () => ({ 'sec-fetch-site': 'same-origin' }),
    (request) => harness.service.fetch(request),
  );

  const signedIn = async (page: Page): Promise<Page> => {
    assert.equal(page.status, 200, `${page.path} answers ${page.status}: ${page.html.slice(-400)}`);
    return page.path === '/signin' ? person.fillIn(page, { name, password }) : page;
  };
  const settle = async (question: Page, answer: 'yes' | 'no'): Promise<void> => {
    assert.equal(question.path, '/pin');
    const done = await person.fillIn(question, answer === 'yes' ? { mine: 'on', answer } : { answer });
    assert.equal(done.path, '/done');
  };

  return {
    async answerCode(code, answer) {
      const link = await signedIn(await person.get('/link'));
      await settle(await person.fillIn(link, { code }), answer);
    },
    async answerApp(url, answer) {
      const { pathname, hash } = new URL(url);
      assert.match(pathname, /^\/auth\/?$/);
      const given = new URLSearchParams(hash.replace(/^#!?\??/, '')); // wire S18
      const asked = ['code', 'clientID', 'forwardUrl'].map((key) => [key, given.get(key) ?? '']);
      const page = await person.get(pathname);
      const next = await signedIn(await person.fillIn(page, Object.fromEntries(asked) as Record<string, string>));
      await settle(await person.fillIn(next, {}, '/continue'), answer);
    },
  };
}
