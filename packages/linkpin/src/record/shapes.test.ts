// The parts that a transcript is made of: times, stand-ins and XML.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { XmlElement } from '../transcript/transcript.ts';
import { xmlText } from '../transcript/xml.ts';
import { movedEpoch, movedText } from './clock.ts';
import { readXml } from './read-xml.ts';
import { address, code, id, opaque, person, text, token, url, type StandInRule } from './rules.ts';
import { createStandIns } from './stand-ins.ts';
import { start } from './raw.testing.ts';

describe('a time', () => {
  for (const [real, standIn] of [
    ['2026-12-01T15:19:58Z', '2026-12-01T00:00:00Z'],
    ['2026-12-01T15:20:58.250Z', '2026-12-01T00:01:00.000Z'],
    ['2026-12-01T16:19:58+01:00', '2026-12-01T00:00:00+00:00'],
    ['2026-12-01 15:34:58 UTC', '2026-12-01 00:15:00 UTC'],
    ['2027-12-01T15:19:58Z', '2027-12-01T00:00:00Z'],
    ['2026-12-01T14:00:00Z', '2020-01-01T00:00:00Z'],
    ['2012-06-08T03:05:59Z', '2020-01-01T00:00:00Z'],
    ['2031-01-01 00:00:00 UTC', '2020-01-01 00:00:00 UTC'],
    ['1300000000', '1577836800'],
    ['yesterday', undefined],
    ['2026-99-01T15:19:58Z', undefined],
    ['2026-99-01 15:19:58 UTC', undefined],
  ] as const) {
    it(`${real} becomes ${standIn}`, () => assert.equal(movedText(real, { start }), standIn));
  }

  it('in seconds stays in seconds', () => {
    assert.equal(movedEpoch(start / 1000 + 900, { start }), Date.UTC(2026, 11, 1) / 1000 + 900);
  });
});

describe('a stand-in', () => {
  for (const [rule, real, standIn] of [
    [id, '1996665964', '1000000001'],
    [id, '42', '1001'],
    [id, 'undefined', 'id-1'],
    [code, 'AB12', 'PIN1'],
    [code, 'ab12', 'pin1'],
    [code, 'm6mijjn177ut0qaz02b9iedof', 'pin0000000000000000000001'],
    [token, 'exampleTOKEN-abcdefg', 'token000000000000001'],
    [token, 'a.b.c', 'token001'],
    [opaque('client'), '9b2f0d9e-5a3c-4e0b-8c1d-2f3a4b5c6d7e', '00000000-0000-4000-8000-000000000001'],
    [opaque('client'), '0x2fc00000001', '0x00000000001'],
    [opaque('server'), 'a'.repeat(40), '1'.padStart(40, '0')],
    [opaque('client'), 'Postman', 'client-1'],
    [opaque('client'), 'plex.tv', 'plex.tv'],
    [person('person'), 'ada', 'person-1'],
    [person('person'), 'ada@mail.test', 'person1@example.com'],
    [text('product'), 'Plex Web', 'product-1'],
    [text('product'), '0', '0'],
    [address, '10.1.2.3', '192.0.2.1'],
    [address, 'fe80::1', '2001:db8::1'],
    [address, 'home.dyndns.test', 'host-1.example.com'],
    [
      url,
      'https://10-1-1-2.abcdef0123456789abcdef0123456789.plex.direct:8443',
      'https://192-0-2-1.00000000000000000000000000000001.plex.direct:32400',
    ],
    [url, 'http://home.dyndns.test:8080/secret?key=1', 'http://host-1.example.com:32400'],
    [url, 'http://[fe80::1]:32400', 'http://example.com:32400'],
    [url, 'https://plex.tv/users/0123456789abcdef/avatar?c=99', 'https://plex.tv/users/0000000000000001/avatar?c=1'],
    [url, 'javascript:alert(1)', 'https://example.com'],
  ] as const) {
    it(`for ${real} is ${standIn}`, () => assert.equal(createStandIns({ start }).of(rule, real), standIn));
  }

  it('is the same for the same, and another for another, of the same length', () => {
    for (const rule of [id, code, token, opaque('client'), person('person'), text('product'), address]) {
      const standIns = createStandIns({ start });
      const digits = fc.integer({ min: 1_000_000_000, max: 2_147_483_647 }).map(String);
      fc.assert(
        fc.property(digits, digits, (one, other) => {
          const [first, second] = [standIns.of(rule, one), standIns.of(rule, other)];
          assert.equal(first === second, one === other);
          assert.equal(standIns.of(rule, one), first);
        }),
      );
    }
  });

  it('of an address is one for documentation, however many there are', () => {
    const standIns = createStandIns({ start });
    const made = new Set(Array.from({ length: 762 }, (_, n) => standIns.of(address, `10.0.${n >> 8}.${n & 255}`)));
    assert.equal(made.size, 762);
    assert.ok(
      [...made].every((one) =>
        /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4])$/.test(one),
      ),
    );
  });

  it('never has anything of a longer text in it', () => {
    const rules: readonly StandInRule[] = [
      id,
      code,
      token,
      opaque('client'),
      person('person'),
      text('product'),
      address,
      url,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.stringMatching(/^[A-Z][A-Za-z\d@.-]{9,30}$/), (rule, real) => {
        assert.ok(!createStandIns({ start }).of(rule, real).includes(real));
      }),
    );
  });
});

describe('XML', () => {
  const names = fc.stringMatching(/^[a-z][\w-]{0,8}$/);
  const texts = fc.string({ unit: 'grapheme-ascii' }).map((one) => one.trim());
  const attributes = fc.dictionary(names, texts, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
  const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
    element: fc.oneof(
      { maxDepth: 4 },
      fc.record({ name: names, attributes, text: texts }, { requiredKeys: ['name'], noNullPrototype: true }),
      fc.record(
        { name: names, attributes, children: fc.array(tie('element'), { minLength: 1, maxLength: 3 }) },
        { requiredKeys: ['name', 'children'], noNullPrototype: true },
      ),
    ),
  }));

  it('is read as it was written', () => {
    fc.assert(fc.property(element, (one) => assert.deepEqual(readXml(xmlText(one)), one)));
  });

  it('may have what plex.tv does not write', () => {
    assert.deepEqual(
      readXml(`\uFEFF<?xml version="1.0"?>\n<!-- a --><a b='1 &amp; &#x32; &#51; &unknown;' ><![CDATA[<c>]]> d</a>\n`),
      {
        name: 'a',
        attributes: { b: '1 & 2 3 &unknown;' },
        text: '<c> d',
      },
    );
  });

  for (const [why, source] of [
    ['nothing', ''],
    ['text', 'a'],
    ['text after it', '<a/>b'],
    ['two roots', '<a/><b/>'],
    ['an element that is open', '<a>'],
    ['another that is closed', '<a></b>'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['a page', '<html><br></html>'],
    ['more levels than any answer has', '<a>'.repeat(60) + '</a>'.repeat(60)],
  ] as const) {
    it(`is none: ${why}`, () => assert.equal(readXml(source), undefined));
  }

  it('ends quickly on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '/', '=', '"', "'", ' ', 'a', '!', '-', '&', ';') }),
        (source) => void readXml(source),
      ),
    );
    for (const part of ['<a ', '<a b=" ', '<!--', '<![CDATA[', '&#', ' ', '<a b="c" ']) readXml(part.repeat(100_000));
  });
});
