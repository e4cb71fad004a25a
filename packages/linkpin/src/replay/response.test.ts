import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { transcripts } from '../transcript/arbitrary.testing.ts';
import { responseHeaders } from '../transcript/headers.ts';
import { readTranscript } from '../transcript/read.ts';
import type { Exchange } from '../transcript/transcript.ts';
import { writeTranscript } from '../transcript/write.ts';
import { askedOf, type Asked } from './asked.ts';
import { inJson, signIn, signInXml } from './recorded.testing.ts';
import { preflight, responseOf, unrecorded, type Played } from './response.ts';

const day = Date.parse('2027-03-01T12:00:00.900Z');

const asking = (headers: Asked['headers'], more: Partial<Asked> = {}): Asked => ({
  method: 'GET',
  path: '/api/v2/pins/1000000001',
  query: {},
  headers,
  form: {},
  ...more,
});

const played = (exchange: Exchange | undefined, asked: Asked, now = day): Played => {
  assert.ok(exchange);
  const made = responseOf(exchange, signIn, asked, now);
  assert.ok(made);
  return made;
};

const members = ({ body }: Played): Readonly<Record<string, unknown>> =>
  JSON.parse(body) as Readonly<Record<string, unknown>>;

describe('a recorded response', () => {
  const live = { 'x-plex-client-identifier': 'my tv', 'x-plex-product': 'My <App>' };

  it('says what this client says of itself where the recorded client did, in a header, the query or a form', () => {
    for (const asked of [asking(live), asking({}, { query: live }), asking({}, { form: { ...live } })]) {
      const { clientIdentifier, product, code } = members(played(signIn.exchanges[0], asked));
      assert.deepEqual([clientIdentifier, product, code], ['my tv', 'My <App>', 'pincode1']);
    }
    const inXml = played(signInXml.exchanges[0], asking({ ...live, 'x-plex-product': 'A\u0001 "<&>' }));
    assert.match(inXml.body, / product="A &quot;&lt;&amp;&gt;" clientIdentifier="my tv" /);
    const silent = members(played(signIn.exchanges[0], asking({ 'x-plex-product': '' })));
    assert.deepEqual([silent['clientIdentifier'], silent['product']], ['client-1', 'product-1']);
  });

  it('has its times moved to now, and all else as it was', () => {
    const done = members(played(signIn.exchanges[3], asking({})));
    assert.deepEqual(
      [done['createdAt'], done['expiresAt'], done['expiresIn']],
      ['2027-03-01T11:59:00Z', '2027-03-01T12:00:10Z', 10],
    );
    assert.match(played(signInXml.exchanges[1], asking({})).body, / expiresAt="2027-03-01 12:14:59 UTC"/);
    const told = [
      ['2026-12-01T10:00:00.247Z', '2026-12-02T10:00:00.247Z'],
      ['2026-12-01T10:00:00+00:00', '2026-12-02T10:00:00+00:00'],
      [1_796_083_200, 1_796_169_600],
      ['1796083200', '1796169600'],
      ...['2020-01-01T00:00:00Z', '2026-13-41T99:00:00Z', '2026-12-01', '12:00:00', 1_000_000_001, 900].map((one) => [
        one,
        one,
      ]),
    ] as const;
    const recorded = inJson(
      'GET',
      '/',
      200,
      told.map(([before]) => before ?? null),
    );
    const now = JSON.parse(played(recorded, asking({}), Date.parse('2026-12-02')).body) as unknown;
    assert.deepEqual(
      now,
      told.map(([, after]) => after),
    );
  });

  it('keeps the recorded kind of its content, and says what it is where that is missing or a lie', () => {
    const { request, response } = inJson('GET', '/', 200, {});
    const typeOf = (headers: Exchange['response']['headers']): string | undefined =>
      played(
        { request, response: { ...response, ...(headers === undefined ? {} : { headers }) }, afterMs: 0 },
        asking({}),
      ).headers['content-type'];
    assert.equal(typeOf({ 'content-type': 'application/json' }), 'application/json');
    assert.equal(typeOf({}), 'application/json; charset=utf-8');
    assert.equal(typeOf({ 'content-type': 'text/html' }), 'application/json; charset=utf-8');
    const empty = { ...response, status: 204, headers: { 'content-type': 'text/html' }, body: undefined };
    const { headers, body } = played(
      { request, response: { status: 204, headers: empty.headers }, afterMs: 0 },
      asking({}),
    );
    assert.deepEqual([headers['content-type'], body], [undefined, '']);
  });

  it('is none where the transcript does not hold the body', () => {
    const { request } = inJson('GET', '/api/v2/pins/qr/PIN1', 200, {});
    for (const body of [{ leftOut: 'image/png', bytes: 512 }, { form: { a: 'b' } }]) {
      assert.equal(
        responseOf({ request, response: { status: 200, body }, afterMs: 0 }, signIn, asking({}), day),
        undefined,
      );
    }
  });
});

it('whatever the transcript, a response has listed headers and a body that is JSON or XML', () => {
  const parser = new XMLParser({ ignoreAttributes: false, processEntities: false });
  const said = fc.record({
    'x-plex-product': fc.string({ unit: 'binary' }),
    accept: fc.constantFrom('application/json', ''),
  });
  fc.assert(
    fc.property(transcripts, said, (transcript, headers) => {
      const { exchanges, recordedOn } = readTranscript(writeTranscript(transcript));
      for (const exchange of exchanges) {
        const made = responseOf(exchange, { recordedOn }, { ...askedOf(exchange.request), headers }, day);
        if (made === undefined) continue;
        assert.equal(made.headers['x-content-type-options'], 'nosniff');
        for (const [name, value] of Object.entries(made.headers)) {
          assert.match(value, responseHeaders[name] ?? /$.^/, name);
        }
        const type = made.headers['content-type'];
        if (made.body === '') assert.equal(type, undefined);
        else if (type === 'application/json; charset=utf-8') JSON.parse(made.body);
        else {
          assert.equal(type, 'application/xml; charset=utf-8');
          parser.parse(made.body, true);
        }
      }
    }),
  );
});

it('an answer to what was not recorded is an error in the format that is asked for', () => {
  const inJsonNow = unrecorded(asking({ accept: 'application/json' }), 'It does not have "<this>".');
  assert.equal(inJsonNow.status, 501);
  assert.deepEqual(members(inJsonNow), {
    errors: [{ code: 1002, message: 'It does not have "<this>".', status: 501 }],
  });
  const inXmlNow = unrecorded(asking({}), 'It does not have "<this>".');
  assert.match(
    inXmlNow.body,
    /<error code="1002" message="It does not have &quot;&lt;this&gt;&quot;\." status="501"\/>/,
  );
  assert.equal(inXmlNow.headers['content-type'], 'application/xml; charset=utf-8');
});

it('a preflight lets a page send the headers that it asks for', () => {
  const { status, headers } = preflight(asking({ 'access-control-request-headers': 'x-plex-token' }));
  assert.deepEqual([status, headers['access-control-allow-headers']], [204, 'x-plex-token']);
});
