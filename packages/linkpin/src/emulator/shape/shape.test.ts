// The emulator in the shape of a recording: its own state and values, and what plex.tv has in its answers.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readXml } from '../../record/read-xml.ts';
import { inJson, inXml, signIn, signInXml, transcriptOf } from '../../replay/recorded.testing.ts';
import { transcripts } from '../../transcript/arbitrary.testing.ts';
import type { Exchange, Transcript, XmlElement } from '../../transcript/transcript.ts';
import { withPlex } from '../app.testing.ts';
import { emulator } from '../testing.ts';

const id = 1_000_000_001;
const poll = `/api/v2/pins/${id}`;
const waiting = { code: 'PIN1', id, authToken: null, newRegistration: null, pmsVersion: 'version-1' };
const done = { ...waiting, authToken: 'token-1', newRegistration: false, trusted: true };

const recorded: Transcript = transcriptOf([
  inJson('POST', '/api/v2/pins', 201, waiting),
  inJson('GET', poll, 200, done),
  inJson('GET', poll, 200, waiting),
  inJson('GET', poll, 404, { errors: [{ message: 'Code not found or expired', code: 1020 }] }),
  inJson('GET', '/api/v2/user', 200, {
    email: 'person-1',
    id,
    subscription: { plan: 'none', active: false },
    roles: [],
  }),
  inJson('GET', '/api/v2/ping', 429, { errors: [{ code: 1003, status: 429, hint: 'count' }] }),
]);

type Answer = Readonly<Record<string, unknown>>;

const bodyOf = async (response: Response): Promise<Answer> => (await response.json()) as Answer;

describe('the emulator in the shape of a recording', () => {
  it('has the recorded members of a pin, waiting or done, with values of its own', () =>
    withPlex(
      async (plex, my) => {
        const pin = await my.pin();
        assert.deepEqual(Object.keys(pin), Object.keys(waiting));
        assert.notEqual(pin.id, id);
        const before = await bodyOf(await my.poll(pin));
        assert.deepEqual([Object.keys(before), before['authToken']], [Object.keys(waiting), null]);
        assert.equal(before['pmsVersion'], 'version-1');
        await plex.approve(pin);
        const after = await bodyOf(await my.poll(pin));
        assert.deepEqual([Object.keys(after), after['trusted']], [Object.keys(done), false]);
        const user = await my.user(String(after['authToken']));
        assert.deepEqual(Object.keys(user), ['email', 'id', 'subscription', 'roles']);
        assert.equal(user['email'], 'ada@example.com');
        assert.deepEqual(Object.keys(user['subscription'] as object), ['plan', 'active']);
      },
      { shape: recorded },
    ));

  it('has the recorded members of an error, whether it is one or is broken on purpose', () =>
    withPlex(
      async (plex, my) => {
        const gone = await my.poll({ id: 7 });
        assert.equal(gone.status, 404);
        assert.deepEqual(await bodyOf(gone), { errors: [{ message: 'Code not found or expired', code: 1020 }] });
        plex.faults.next('GET /api/v2/ping', { kind: 'rate-limited', retryAfter: 5 });
        const limited = await my.ask('/api/v2/ping');
        assert.equal(limited.headers.get('retry-after'), '5');
        assert.deepEqual((await bodyOf(limited))['errors'], [{ code: 1003, status: 429, hint: 'count' }]);
        plex.faults.next('POST /api/v2/pins', { kind: 'missing', members: ['code'] });
        assert.deepEqual(Object.keys(await my.pin()), Object.keys(waiting).slice(1));
      },
      { shape: recorded },
    ));

  it('leaves what was not recorded: other routes, formats and statuses', () =>
    withPlex(
      async (plex, my) => {
        assert.equal((await my.ask('/api/v2/ping')).status, 401);
        const [error] = (await bodyOf(await my.ask('/api/v2/ping')))['errors'] as readonly Answer[];
        assert.deepEqual(Object.keys(error ?? {}), ['code', 'message', 'status']);
        const xml = await my.ask('/api/v2/pins', { method: 'POST', headers: { accept: '*/*' } });
        assert.match(await xml.text(), /<pin id="\d+" code="\w{4}" product="My App"/);
        assert.match((await my.ask('/link')).headers.get('content-type') ?? '', /^text\/html/);
        const preflight = await my.ask('/api/v2/pins', { method: 'OPTIONS' });
        assert.equal(preflight.status, 204);
        assert.equal(plex.calls('POST /api/v2/pins').length, 1);
      },
      { shape: recorded },
    ));

  it('has the recorded headers, and lets pages of any origin read as ever', () => {
    const [asked] = recorded.exchanges as readonly [Exchange];
    const headers = { 'content-type': 'application/json', 'x-plex-protocol': '1.0', vary: 'Origin' };
    const shape = transcriptOf([{ ...asked, response: { ...asked.response, headers } }]);
    return withPlex(
      async (_plex, my) => {
        const { headers: got } = await my.ask('/api/v2/pins', { method: 'POST' });
        const shown = ['content-type', 'x-plex-protocol', 'vary', 'cache-control', 'access-control-allow-origin'];
        assert.deepEqual(
          shown.map((name) => got.get(name)),
          ['application/json', '1.0', 'Origin', null, '*'],
        );
      },
      { shape },
    );
  });

  it('has the recorded attributes and children in XML, of the old pins, too', () => {
    const pin = (token: XmlElement): XmlElement => ({
      name: 'pin',
      children: [
        { name: 'code', text: 'PIN1' },
        { name: 'id', attributes: { type: 'integer' }, text: '1000000001' },
        token,
      ],
    });
    const nil = { name: 'auth_token', attributes: { nil: 'true' }, text: '' };
    const old = [
      inXml('POST', '/pins.xml', 201, pin(nil)),
      inXml('GET', `/pins/${id}.xml`, 200, pin({ name: 'auth_token', text: 'token-1' })),
      inXml('GET', `/pins/${id}.xml`, 200, pin(nil)),
    ];
    return withPlex(
      async (plex, my) => {
        const xml = { headers: { accept: '*/*' } };
        const first = await (await my.ask('/api/v2/pins', { method: 'POST', ...xml })).text();
        const [, publicId = '', code = ''] =
          /<pin id="(\d+)" code="(\w+)" product="My App" clientIdentifier="my-app" expiresIn="\d+" expiresAt="[\w :-]+" authToken="">\s*<location code="\w*"\/>/.exec(
            first,
          ) ?? [];
        await plex.approve(code);
        assert.match(await (await my.ask(`/api/v2/pins/${publicId}`, xml)).text(), / authToken="\w{20}">/);
        const second = await (await my.ask('/pins.xml', { method: 'POST', ...xml })).text();
        const [, oldCode = '', oldId = ''] =
          /<pin>\s*<code>(\w{4})<\/code>\s*<id type="integer">(\d+)<\/id>\s*<auth_token nil="true"><\/auth_token>\s*<\/pin>/.exec(
            second,
          ) ?? [];
        await plex.approve(oldCode);
        assert.match(
          await (await my.ask(`/pins/${oldId}.xml`, xml)).text(),
          /<auth_token>\w{20}<\/auth_token>\s*<\/pin>/,
        );
      },
      { shape: transcriptOf([...signInXml.exchanges, ...old]) },
    );
  });

  it('keeps what plex.tv had and the recording has not, because it was left out', () => {
    const gone = { name: 'errors', children: [{ name: 'error', attributes: { code: '1020' } }] };
    const shape: Transcript = {
      ...transcriptOf([
        inJson('GET', poll, 404, { errors: [{ code: 1020 }] }),
        inXml('GET', poll, 404, gone),
        inXml('POST', '/api/v2/pins', 201, { name: 'pin', children: [{ name: 'other' }] }),
      ]),
      leftOut: [
        'GET /api/v2/pins/{id} response.body.errors.message: text',
        'GET /api/v2/pins/{id} response.body.errors.error.message: text',
        'POST /api/v2/pins response.body.pin.location: object',
        'GET /api/v2/user response.body.errors.status: number',
        '3 more exchanges',
      ],
    };
    return withPlex(
      async (_plex, my) => {
        const error = { code: 1020, message: 'Code not found or expired' };
        assert.deepEqual(await bodyOf(await my.poll({ id: 7 })), { errors: [error] });
        const xml = { headers: { accept: '*/*' } };
        const text = await (await my.ask('/api/v2/pins/7', xml)).text();
        assert.match(text, /<error code="1020" message="Code not found or expired"\/>/);
        const pin = await (await my.ask('/api/v2/pins', { method: 'POST', ...xml })).text();
        assert.match(pin, /<pin>\s*<other\/>\s*<location code="/);
      },
      { shape },
    );
  });

  it('is the same after a reset, and for people of a household', () =>
    withPlex(
      async (plex, my) => {
        await plex.reset({ scenario: 'managed-users' });
        assert.deepEqual(Object.keys(await my.pin()), Object.keys(waiting));
        const body = new URLSearchParams({ login: 'ada', password: 'plex' });
        const { authToken } = await bodyOf(await my.ask('/api/v2/users/signin', { method: 'POST', body }));
        assert.equal((await my.user(String(authToken)))['email'], 'ada@example.com');
      },
      { shape: recorded },
    ));
});

it('whatever the recording, statuses stay, and bodies are JSON or XML', async () => {
  /** All exchanges of a transcript as answers to what is asked below. */
  const asAnswers = (transcript: Transcript): Transcript => ({
    ...transcript,
    exchanges: transcript.exchanges.flatMap(({ response, afterMs }) => [
      {
        request: { method: 'POST', host: 'plex.tv', path: '/api/v2/pins' },
        response: { ...response, status: 201 },
        afterMs,
      },
      { request: { method: 'GET', host: 'plex.tv', path: poll }, response: { ...response, status: 404 }, afterMs },
    ]),
  });
  await fc.assert(
    fc.asyncProperty(transcripts.map(asAnswers), fc.constantFrom('application/json', '*/*'), async (shape, accept) => {
      await using plex = await emulator({ intercept: false, shape });
      const headers = { accept, 'x-plex-client-identifier': 'a <b>' };
      const asked = await plex.fetch('/api/v2/pins', { method: 'POST', headers });
      const gone = await plex.fetch('/api/v2/pins/7', { headers });
      assert.deepEqual([asked.status, gone.status], [201, 404]);
      for (const response of [asked, gone]) {
        const text = await response.text();
        if (accept === '*/*') assert.ok(readXml(text), text);
        else assert.equal(typeof JSON.parse(text), 'object');
        assert.match(response.headers.get('content-type') ?? '', accept === '*/*' ? /xml/ : /json/);
      }
    }),
    { numRuns: 50 },
  );
});

describe('the option shape', () => {
  const json = JSON.stringify(signIn);

  it('is a transcript or the name of its file', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'linkpin-shape-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'plex.json');
    writeFileSync(file, json);
    await withPlex(async (_plex, my) => assert.equal((await my.pin()).qr, undefined), { shape: file });
    await assert.rejects(emulator({ shape: join(folder, 'none.json') }), {
      name: 'EmulatorError',
      message: /none\.json cannot be read \(ENOENT\)\.$/,
    });
  });

  it('is held to the format, whoever made it, and of plex.tv alone', async () => {
    const wrong = JSON.parse(json.replace('"status":201', '"status":101')) as Transcript;
    await assert.rejects(emulator({ shape: wrong }), {
      name: 'EmulatorError',
      message: /^The transcript is wrong at exchanges\[0\]\.response\.status: /,
    });
    await assert.rejects(emulator({ shape: null as unknown as Transcript }), { name: 'EmulatorError' });
    await assert.rejects(emulator({ shape: recorded, profile: 'github' }), {
      name: 'EmulatorError',
      message: 'A shape is of plex.tv. The profile github has none.',
    });
  });
});
