// A transcript that is served to anything that speaks HTTP.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { transcripts } from '../transcript/arbitrary.testing.ts';
import { TranscriptError } from '../transcript/error.ts';
import { responseHeaders } from '../transcript/headers.ts';
import { readTranscript } from '../transcript/read.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { writeTranscript } from '../transcript/write.ts';
import { createEntrance } from './entrance.ts';
import { inJson, signIn, transcriptOf } from './recorded.testing.ts';

const headers = { accept: 'application/json', 'x-plex-client-identifier': 'tv' };

/** Serves a transcript; what has no answer is put into a list. */
async function serving(
  transcript: () => Transcript,
  test: (url: string, problems: readonly string[]) => Promise<void>,
): Promise<void> {
  const problems: string[] = [];
  const watcher = { now: Date.now, unrecorded: (problem: string) => void problems.push(problem) };
  const server = createServer((incoming, outgoing) => createEntrance(transcript(), watcher)(incoming, outgoing));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, problems);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe('a transcript that is served', () => {
  it('answers what was recorded, to a header, a query or a form', () =>
    serving(
      () => signIn,
      async (url, problems) => {
        const identifier = async (target: string, init: RequestInit): Promise<unknown> => {
          const response = await fetch(`${url}${target}`, { method: 'POST', ...init });
          assert.equal(response.status, 201);
          return ((await response.json()) as { clientIdentifier: unknown }).clientIdentifier;
        };
        const accept = { accept: 'application/json' };
        const body = new URLSearchParams({ 'X-Plex-Client-Identifier': 'form' });
        assert.equal(await identifier('/api/v2/pins', { headers }), 'tv');
        assert.equal(await identifier('/api/v2/pins.json?X-Plex-Client-Identifier=query', {}), 'query');
        assert.equal(await identifier('/api/v2/pins', { headers: accept, body }), 'form');
        const large = `${'a'.repeat(80_000)}=&X-Plex-Client-Identifier=form`;
        assert.equal(
          await identifier('/api/v2/pins', { headers: accept, body: new URLSearchParams(large) }),
          'client-1',
        );
        assert.deepEqual(problems, []);
      },
    ));

  it('says of all else that it was not recorded, and why', () =>
    serving(
      () =>
        transcriptOf([
          ...signIn.exchanges,
          {
            ...inJson('GET', '/api/v2/pins/qr/PIN1', 200, {}),
            response: { status: 200, body: { leftOut: 'image/png', bytes: 9 } },
          },
        ]),
      async (url, problems) => {
        const statusOf = async (method: string, path: string, more = {}): Promise<number> =>
          (await fetch(`${url}${path}`, { method, headers: { ...headers, ...more } })).status;
        assert.equal(await statusOf('GET', '/api/v2/friends?X-Plex-Token=hush'), 501);
        assert.equal(await statusOf('GET', '/api/v2/user', { accept: '*/*' }), 501);
        assert.equal(await statusOf('GET', '/api/v2/pins/qr/PIN1'), 501);
        assert.equal(await statusOf('HEAD', '/api/v2/user'), 501);
        assert.equal(await statusOf('OPTIONS', '/api/v2/user'), 204);
        assert.deepEqual(problems, [
          'The transcript does not have GET /api/v2/friends.',
          'The transcript has GET /api/v2/user in JSON, and not in XML, which this request asks for.',
          'The transcript does not hold the body of the response to GET /api/v2/pins/qr/PIN1.',
          'The transcript does not have HEAD /api/v2/user.',
        ]);
      },
    ));
});

/** What somebody would like to have in the process or the browser of somebody else. */
const hostile: readonly unknown[] = [
  '<script>alert(1)</script>',
  ']]><script/>',
  'javascript:alert(1)',
  'https://evil.test/',
  'text/html',
  'a\r\nset-cookie: a=b',
  '\u001b]0;',
  { __proto__: null, html: '<b>' },
  JSON.parse('{"__proto__":{"status":200}}'),
  { 'set-cookie': 'a=b', location: 'https://evil.test/', 'content-security-policy': 'none' },
  Array.from({ length: 600 }, () => 1),
  'a'.repeat(5000),
  1e308,
  -1,
  null,
  [],
];

/** All values within one. */
const places = (value: unknown): readonly (readonly [holder: object, name: string])[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, member]) => [[value, name] as const, ...places(member)]);

/** Puts a value in the place of some other, or its text in the place of its name. */
function planted(transcript: Transcript, what: unknown, at: number): string {
  const value = JSON.parse(writeTranscript(transcript)) as object;
  const all = places(value);
  const [holder, name] = all[at % all.length] ?? [value, ''];
  const isName = at % 3 === 0;
  Object.defineProperty(holder, isName ? JSON.stringify(what).slice(0, 40) : name, { value: what, enumerable: true });
  return JSON.stringify(value);
}

it('whatever stands in a file, it is refused or served as JSON or XML with listed headers alone', () => {
  let transcript = signIn;
  /** Headers that are Node's own. */
  const own = ['connection', 'date', 'keep-alive', 'content-length', 'transfer-encoding'];
  return serving(
    () => transcript,
    async (url) => {
      let served = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(transcripts, fc.constant(signIn)),
          fc.constantFrom(...hostile),
          fc.nat(100_000),
          async (made, what, at) => {
            try {
              transcript = readTranscript(planted(made, what, at));
            } catch (error) {
              assert.ok(error instanceof TranscriptError);
              return;
            }
            for (const { request } of transcript.exchanges) {
              const response = await fetch(`${url}${request.path}`, {
                method: request.method,
                headers: { accept: request.headers?.['accept'] ?? '*/*', 'x-plex-product': '<b>' },
                redirect: 'manual',
              });
              served += 1;
              const names = [...response.headers.keys()].filter((name) => !own.includes(name));
              assert.deepEqual(
                names.filter((name) => !Object.hasOwn(responseHeaders, name)),
                [],
              );
              assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
              const body = await response.text();
              const type = response.headers.get('content-type');
              if (body !== '') assert.match(type ?? '', /^application\/(?:json|xml); charset=utf-8$/);
              if (type?.includes('json') === true) assert.doesNotMatch(body, /<(?!b>)/);
            }
          },
        ),
        { numRuns: 300 },
      );
      assert.ok(served > 20, String(served));
    },
  );
});
