import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { transcripts } from './arbitrary.testing.ts';
import { TranscriptError } from './error.ts';
import { readTranscriptFile } from './file.ts';
import { readTranscript } from './read.ts';
import { limits, type Exchange, type Transcript, type XmlElement } from './transcript.ts';
import { writeTranscript } from './write.ts';
import { xmlText } from './xml.ts';

const exchange: Exchange = {
  request: { method: 'GET', host: 'plex.tv', path: '/api/v2/pins/1000000001', headers: { accept: 'application/json' } },
  response: {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: { json: { id: 1_000_000_001, authToken: null, qr: 'https://plex.tv/api/v2/pins/qr/PIN1' } },
  },
  afterMs: 1000,
};

const transcript: Transcript = {
  format: 'linkpin transcript',
  version: 1,
  recordedOn: '2026-12-01',
  exchanges: [exchange],
  leftOut: ['GET /api/v2/user response.body.foo: string'],
};

test('a transcript that is written is read as it was', () => {
  fc.assert(
    fc.property(transcripts, (one) => {
      assert.deepEqual(readTranscript(writeTranscript(one)), one);
    }),
  );
});

test('any text is a transcript, or is refused with a place in one line', () => {
  const damaged = fc
    .tuple(transcripts.map(writeTranscript), fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([text, at, other]) => text.slice(0, at % text.length) + other + text.slice((at % text.length) + 1));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), damaged), (text) => {
      try {
        readTranscript(text);
      } catch (error) {
        assert.ok(error instanceof TranscriptError, String(error));
        assert.match(error.message, /^The transcript [^\n]+\.$/);
      }
    }),
  );
});

/** The transcript with another value at a place. */
function withAt(place: readonly (string | number)[], value: unknown): string {
  const copy = structuredClone(transcript) as unknown as Record<string, unknown>;
  let at: Record<string | number, unknown> = copy;
  for (const step of place.slice(0, -1)) at = (at[step] ??= {}) as Record<string | number, unknown>;
  Object.defineProperty(at, place.at(-1) ?? '', { value, enumerable: true });
  return JSON.stringify(copy);
}

const inRequest = ['exchanges', 0, 'request'] as const;
const inResponse = ['exchanges', 0, 'response'] as const;
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
const deepElement = (levels: number): unknown => ({
  name: 'a',
  ...(levels === 0 ? {} : { children: [deepElement(levels - 1)] }),
});

describe('a transcript is refused', () => {
  for (const [place, value, message] of [
    [['format'], 'HAR', 'format: it has to be linkpin transcript'],
    [['version'], 2, 'version: it has to be 1'],
    [['recordedOn'], 'today', 'recordedOn: it has to be a day, YYYY-MM-DD'],
    [['recordedOn'], '2026-13-40', 'recordedOn: it is not a day of the calendar'],
    [['leftOut'], undefined, 'leftOut: it is missing'],
    [['leftOut'], ['<b>'], 'leftOut[0]: it has other characters than printable ASCII without < and >'],
    [['more'], 1, 'more: it is not of the format'],
    [['exchanges'], {}, 'exchanges: it has to be a list'],
    [['exchanges'], Array(501).fill(exchange), 'exchanges: it has more than 500 entries'],
    [['exchanges', 0, 'afterMs'], -1, 'exchanges[0].afterMs: it has to be a whole number from 0 to 9007199254740991'],
    [
      [...inRequest, 'method'],
      'GET /\r\n',
      'exchanges[0].request.method: it has other characters than printable ASCII without < and >',
    ],
    [[...inRequest, 'method'], 'get', 'exchanges[0].request.method: it has to be a method'],
    [
      [...inRequest, 'host'],
      'evil.example',
      'exchanges[0].request.host: it has to be plex.tv or www.plex.tv or clients.plex.tv or app.plex.tv',
    ],
    [[...inRequest, 'path'], '/api/../x', 'exchanges[0].request.path: it has to be a path'],
    [[...inRequest, 'path'], '/a?b', 'exchanges[0].request.path: it has to be a path'],
    [[...inRequest, 'query', 'a b'], '', 'exchanges[0].request.query: it has a member that is no name: "a b"'],
    [
      [...inRequest, 'headers', 'cookie'],
      'a',
      'exchanges[0].request.headers.cookie: it is not a header that a transcript has',
    ],
    [
      [...inResponse, 'headers', 'set-cookie'],
      'a',
      'exchanges[0].response.headers.set-cookie: it is not a header that a transcript has',
    ],
    [
      [...inResponse, 'headers', 'toString'],
      'a',
      'exchanges[0].response.headers.toString: it is not a header that a transcript has',
    ],
    [
      [...inResponse, 'headers', '__proto__'],
      'a',
      'exchanges[0].response.headers: it has a member that is no name: "__proto__"',
    ],
    [
      [...inResponse, 'headers', 'content-type'],
      'text/html',
      'exchanges[0].response.headers.content-type: it is not that of the body',
    ],
    [
      [...inResponse, 'headers', 'content-type'],
      'application/xml',
      'exchanges[0].response.headers.content-type: it is not that of the body',
    ],
    [
      [...inResponse, 'headers', 'retry-after'],
      'soon',
      'exchanges[0].response.headers.retry-after: it has a value that this header cannot have',
    ],
    [[...inResponse, 'status'], 101, 'exchanges[0].response.status: it has to be a whole number from 200 to 599'],
    [[...inResponse, 'body'], 'text', 'exchanges[0].response.body: it has to be an object'],
    [[...inResponse, 'body'], { html: 'a' }, 'exchanges[0].response.body: it has to have json, xml, form or leftOut'],
    [[...inResponse, 'body'], { json: 1, xml: 1 }, 'exchanges[0].response.body.xml: it is not of the format'],
    [
      [...inResponse, 'body', 'json'],
      { a: ['<script>'] },
      'exchanges[0].response.body.json.a[0]: it has other characters than printable ASCII without < and >',
    ],
    [
      [...inResponse, 'body', 'json'],
      'https://evil.test/',
      'exchanges[0].response.body.json: it is an address that leads neither to plex.tv nor to an example',
    ],
    [
      [...inResponse, 'body', 'json'],
      'https://name@plex.tv/',
      'exchanges[0].response.body.json: it is an address that leads neither to plex.tv nor to an example',
    ],
    [
      [...inResponse, 'body', 'json'],
      'javascript:alert(1)',
      'exchanges[0].response.body.json: it is an address that leads neither to plex.tv nor to an example',
    ],
    [
      [...inResponse, 'body', 'json'],
      '//evil.test',
      'exchanges[0].response.body.json: it is an address that leads neither to plex.tv nor to an example',
    ],
    [
      [...inResponse, 'body', 'json'],
      'a'.repeat(limits.text + 1),
      'exchanges[0].response.body.json: it is longer than 4096 characters',
    ],
    [
      [...inResponse, 'body', 'json'],
      deep(14),
      'exchanges[0].response.body.json[0][0][0][0][0][0][0][0][0][0][0][0][0]: it is deeper than 12 levels',
    ],
    [
      [...inResponse, 'body'],
      { xml: { name: '!DOCTYPE' } },
      'exchanges[0].response.body.xml.name: it has to be a name',
    ],
    [
      [...inResponse, 'body'],
      { xml: { name: 'a', text: '', children: [] } },
      'exchanges[0].response.body.xml: it has text and children',
    ],
    [
      [...inResponse, 'body'],
      { xml: { name: 'a', attributes: { 'b="c': '' } } },
      'exchanges[0].response.body.xml.attributes: it has a member that is no name: "b="c"',
    ],
    [
      [...inResponse, 'body'],
      { leftOut: 'a b', bytes: 1 },
      'exchanges[0].response.body.leftOut: it has to be a media type or unknown',
    ],
  ] as const) {
    it(`${place.join('.')}: ${JSON.stringify(value)?.slice(0, 60)}`, () => {
      assert.throws(() => readTranscript(withAt(place, value)), {
        name: 'TranscriptError',
        message: `The transcript is wrong at ${message}.`,
      });
    });
  }

  it('for an element that is too deep', () => {
    const text = withAt([...inResponse, 'body'], { xml: deepElement(14) });
    assert.throws(() => readTranscript(text), /is deeper than 12 levels/);
  });

  it('for a number that is none', () => {
    const text = JSON.stringify(transcript).replace('1000000001,', '1e999,');
    assert.throws(() => readTranscript(text), /body\.json\.id: it is too large a number\.$/);
  });

  it('for more bytes than there may be', () => {
    const text = `"${'a'.repeat(limits.bytes)}"`;
    assert.throws(() => readTranscript(text), { message: `The transcript is larger than ${limits.bytes} bytes.` });
  });
});

test('what could not be read again is not written', () => {
  assert.throws(() => writeTranscript({ ...transcript, leftOut: ['\u001b[2J'] }), TranscriptError);
});

test('addresses of plex.tv and of examples are no trouble, and neither are times', () => {
  for (const text of [
    'https://plex.tv/api/v2/pins/qr/PIN1',
    'https://clients.plex.tv/users/0000000000000001/avatar?c=1',
    'http://192.0.2.1:32400',
    'https://192-0-2-1.00000000000000000000000000000001.plex.direct:32400',
    'https://server-1.example.com:32400',
    '2026-12-01T00:00:00Z',
    '2026-12-01 00:00:00 UTC',
    '0.0000, 0.0000',
  ]) {
    assert.ok(readTranscript(withAt([...inResponse, 'body', 'json'], text)));
  }
});

test('a file is refused in one line', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-transcript-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'one.json');
  assert.throws(() => readTranscriptFile(file), {
    name: 'Failure',
    message: `The transcript ${file} cannot be read (ENOENT).`,
  });
  writeFileSync(file, '{');
  assert.throws(() => readTranscriptFile(file), {
    name: 'Failure',
    message: `${file} cannot be used. The transcript is not valid JSON.`,
  });
  writeFileSync(file, 'a'.repeat(limits.bytes + 1));
  assert.throws(() => readTranscriptFile(file), { name: 'Failure', message: /larger than/ });
  writeFileSync(file, writeTranscript(transcript));
  assert.deepEqual(readTranscriptFile(file), transcript);
});

test('an element is written so that a parser reads it as it was', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    ignoreDeclaration: true,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    htmlEntities: true,
  });
  const pin: XmlElement = {
    name: 'pin',
    attributes: { id: '1000000001', product: 'a "b" & c' },
    children: [
      { name: 'location', attributes: { code: 'ZZ' } },
      { name: 'auth_token', attributes: { nil: 'true' }, text: '' },
    ],
  };
  assert.equal(
    xmlText(pin),
    `<?xml version="1.0" encoding="UTF-8"?>
<pin id="1000000001" product="a &quot;b&quot; &amp; c">
  <location code="ZZ"/>
  <auth_token nil="true"></auth_token>
</pin>
`,
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a<>&"\t\n\r é') }), (text) => {
      const read = parser.parse(xmlText({ name: 'a', attributes: { b: text }, text: `-${text}` })) as { a: object };
      assert.deepEqual(read.a, { '@_b': text, '#text': `-${text}` });
    }),
  );
});
