// Transcripts of all forms, for property tests.
import fc from 'fast-check';
import { plexHosts } from '../emulator/plex-hosts.ts';
import { problemOf } from './texts.ts';
import type { Body, Exchange, Json, Transcript, XmlElement } from './transcript.ts';

const name = fc.stringMatching(/^[A-Za-z_][\w.:-]{0,20}$/).filter((text) => text !== '__proto__');
const text = fc.string({ unit: 'grapheme-ascii' }).filter((one) => problemOf(one) === undefined);
const texts = fc.dictionary(name, text, { maxKeys: 4, noNullPrototype: true });

const { json, xml } = fc.letrec<{ json: Json; xml: XmlElement }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    text,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(name, tie('json'), { maxKeys: 3, noNullPrototype: true }),
  ),
  xml: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.record({ name, attributes: texts, text }, { requiredKeys: ['name'], noNullPrototype: true }),
    fc.record(
      { name, attributes: texts, children: fc.array(tie('xml'), { maxLength: 3 }) },
      { requiredKeys: ['name'], noNullPrototype: true },
    ),
  ),
}));

const body: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ json }, { noNullPrototype: true }),
  fc.record({ xml }, { noNullPrototype: true }),
  fc.record({ form: texts }, { noNullPrototype: true }),
  fc.record({ leftOut: fc.constantFrom('text/html', 'unknown'), bytes: fc.nat() }, { noNullPrototype: true }),
);

const exchange: fc.Arbitrary<Exchange> = fc.record(
  {
    request: fc.record(
      {
        method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
        host: fc.constantFrom(...plexHosts),
        path: fc.constantFrom(
          '/api/v2/pins',
          '/api/v2/pins/1000000001',
          '/pins/1000000001.xml',
          '/:/ip',
          '/api/v2/user/',
        ),
        query: texts,
        headers: fc.constantFrom({}, { accept: 'application/json', 'x-plex-product': 'product-1' }),
        body,
      },
      { requiredKeys: ['method', 'host', 'path'], noNullPrototype: true },
    ),
    response: fc.record(
      {
        status: fc.integer({ min: 200, max: 599 }),
        headers: fc.constantFrom({}, { 'retry-after': '5', 'cache-control': 'max-age=0, private, must-revalidate' }),
        body,
      },
      { requiredKeys: ['status'], noNullPrototype: true },
    ),
    afterMs: fc.nat(),
    repeats: fc.integer({ min: 1, max: 2000 }),
  },
  { requiredKeys: ['request', 'response', 'afterMs'], noNullPrototype: true },
);

/** Any transcript. */
export const transcripts: fc.Arbitrary<Transcript> = fc.record(
  {
    format: fc.constant('linkpin transcript' as const),
    version: fc.constant(1 as const),
    recordedOn: fc
      .date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    exchanges: fc.array(exchange, { maxLength: 4 }),
    leftOut: fc.array(text, { maxLength: 4 }),
  },
  { noNullPrototype: true },
);
