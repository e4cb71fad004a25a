import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accepted, refused } from '../domain/result.ts';
import { nothingPending } from '../service/ports/pending-cache.ts';
import { aClient } from '../stores/contract/samples.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { createClientDocuments, withClientDocuments, withPendingDocuments } from './client-documents.ts';
import { withDeclaredClients } from './declared.ts';

const url = 'https://app.example/client';

const json = (document: unknown, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify(document), { headers: { 'content-type': 'application/json' }, ...init });

/** Documents behind URLs that answer as the test says. */
function setUp(prefixes: readonly string[] = ['https://app.example/']) {
  let now = 1_000_000_000;
  const asked: string[] = [];
  const site = { answer: async (): Promise<Response> => json({ name: 'one' }) };
  const documents = createClientDocuments({
    fetch(asks) {
      asked.push(asks);
      return site.answer();
    },
    read(id, document) {
      const { name } = Object(document) as { readonly name?: unknown };
      return typeof name === 'string' ? accepted(aClient({ id, name, isVerified: false })) : refused('it has no name');
    },
    clock: { now: () => now },
    prefixes,
    mostWaiting: 4,
  });
  return {
    documents,
    asked,
    site,
    pass(milliseconds: number): void {
      now += milliseconds;
    },
    async nameAt(id = url): Promise<string | undefined> {
      return (await documents.byId(id))?.name;
    },
  };
}

const minute = 60_000;

describe('the document of a client', () => {
  it('is fetched once for all that want it, and then remembered for ten minutes', async () => {
    const { documents, asked, site, pass, nameAt } = setUp();
    assert.equal(documents.known(url), undefined);
    assert.equal(documents.isNew(url), true);
    assert.deepEqual(await Promise.all([nameAt(), nameAt(), nameAt()]), ['one', 'one', 'one']);
    pass(10 * minute - 1);
    site.answer = async () => json({ name: 'two' });
    assert.equal(documents.known(url)?.name, 'one');
    assert.equal(await nameAt(), 'one');
    assert.equal(asked.length, 1);
    pass(1);
    assert.equal(documents.known(url), undefined);
    assert.equal(documents.isNew(url), false);
    assert.equal(await nameAt(), 'two', 'what changed between two fetches holds from the second on');
  });

  it('that cannot be fetched again is good for a day', async () => {
    const { site, pass, nameAt } = setUp();
    await nameAt();
    site.answer = async () => {
      throw new Error('nobody there');
    };
    pass(24 * 60 * minute - 1);
    assert.equal(await nameAt(), 'one');
    pass(1);
    assert.equal(await nameAt(), undefined);
  });

  for (const status of [500, 503, 429]) {
    it(`says nothing new while its host answers ${status}`, async () => {
      const { documents, site, pass, nameAt } = setUp();
      await nameAt();
      site.answer = async () => json({}, { status });
      pass(10 * minute);
      assert.equal(await nameAt(), 'one');
      assert.equal(documents.faultOf(url), undefined);
    });
  }

  for (const [why, answer, fault] of [
    [
      'redirects',
      () => new Response(null, { status: 302, headers: { location: 'https://app.example/other' } }),
      'the document is somewhere else, and redirects are not followed',
    ],
    ['is not there', () => json({ name: 'one' }, { status: 404 }), 'its URL answers with status 404'],
    ['is empty', () => new Response(null, { status: 204 }), 'its URL answers with status 204'],
    [
      'is a page',
      () => new Response('{"name":"one"}', { headers: { 'content-type': 'text/html' } }),
      'it is not served as application/json',
    ],
    [
      'is of no type',
      () => new Response(new TextEncoder().encode('{"name":"one"}')),
      'it is not served as application/json',
    ],
    ['is too long', () => json({ name: 'x'.repeat(5 * 1024) }), 'it is longer than 5120 characters'],
    [
      'is broken',
      () => new Response('{"name":', { headers: { 'content-type': 'application/json' } }),
      'it is not JSON',
    ],
    ['is no client', () => json({ colour: 'blue' }), 'it has no name'],
    ['is a list', () => json([]), 'it has no name'],
    ['is null', () => json(null), 'it has no name'],
  ] as const) {
    it(`makes no client when it ${why}, at once and not for long`, async () => {
      const { documents, asked, site, pass, nameAt } = setUp();
      await nameAt();
      pass(10 * minute);
      site.answer = async () => answer();
      assert.equal(await nameAt(), undefined, 'the one of before is no longer good');
      assert.equal(documents.faultOf(url), fault);
      site.answer = async () => json({ name: 'mended' });
      pass(30_000 - 1);
      assert.equal(await nameAt(), undefined);
      assert.equal(asked.length, 2);
      pass(1);
      assert.equal(await nameAt(), 'mended');
      assert.equal(documents.faultOf(url), undefined);
    });
  }

  it('may be of a type that says more', async () => {
    const { site, nameAt } = setUp();
    const headers = { 'content-type': 'application/client+json; charset=utf-8' };
    site.answer = async () => json({ name: 'one' }, { headers });
    assert.equal(await nameAt(), 'one');
  });

  it('is fetched from where the operator allows, and from nowhere else', async () => {
    const { asked, nameAt } = setUp();
    for (const other of [
      'https://evil.example/client',
      'https://app.example/client?x=1',
      'http://app.example/c',
      'tv',
    ]) {
      assert.equal(await nameAt(other), undefined);
    }
    assert.deepEqual(asked, []);
    const closed = setUp([]);
    assert.equal(await closed.nameAt(), undefined);
    assert.deepEqual(closed.asked, []);
  });

  it('is one of sixty a minute at most that a host is asked for', async () => {
    const { asked, pass, nameAt } = setUp(['https://']);
    for (let count = 0; count < 70; count += 1) await nameAt(`https://app.example/${count}`);
    assert.equal(asked.length, 60);
    assert.equal(await nameAt('https://other.example/client'), 'one');
    pass(minute);
    assert.equal(await nameAt('https://app.example/69'), 'one');
  });

  it('is waited for by a few at a time', async () => {
    const { site, nameAt } = setUp();
    const { promise, resolve } = Promise.withResolvers<Response>();
    site.answer = () => promise;
    const first = [1, 2, 3, 4].map((count) => nameAt(`${url}${count}`));
    assert.equal(await nameAt(`${url}5`), undefined);
    resolve(json({ name: 'one' }));
    assert.equal((await Promise.all(first))[0], 'one');
  });
});

describe('clients of documents beside those of the operator', () => {
  it('a client that the operator registered by that name is the one', async () => {
    const { documents, asked } = setUp();
    const declared = [aClient({ id: url, name: 'declared', isVerified: true })];
    const stored = createMemoryStore().oauthClients;
    const mine = withClientDocuments(documents, withDeclaredClients(declared, stored));
    assert.equal((await mine.byId(url))?.name, 'declared');
    assert.deepEqual(asked, []);
    const others = withClientDocuments(documents, withDeclaredClients([], stored));
    assert.equal((await others.byId(url))?.name, 'one');
    assert.deepEqual(await others.list(), [], 'none is stored');
  });

  it('the hot path knows the one that was fetched a moment ago', async () => {
    const { documents, pass, nameAt } = setUp();
    const pending = withPendingDocuments(documents, nothingPending);
    assert.equal(pending.client(url), undefined);
    await nameAt();
    assert.equal(pending.client(url)?.name, 'one');
    pass(10 * minute);
    assert.equal(pending.client(url), undefined);
  });
});
