import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { namedValues } from './named-values.ts';

const piece = fc
  .array(
    fc.oneof(
      fc.constantFrom('&', '=', '+', '?', '#', ';', '%', '%2', '%zz', '%26', '%3D', '%25', '%C3%A9', '%EF%BB%BF'),
      fc.constantFrom('%FF', '%C0%80', '%ED%A0%80', '%F0%9F', '%00', 'a', 'B', '\u00E9', '\u{1F600}', '\uFEFF', ' '),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));

describe('the values in a query or a form', () => {
  it('are those that the URL standard reads, for any text', () => {
    fc.assert(
      fc.property(piece, (text) => {
        const proper = text.toWellFormed();
        const valuesOf = namedValues(proper);
        const pairs = [...new URLSearchParams(proper)].map(([name, value]) => [name.toLowerCase(), value] as const);
        for (const [name] of pairs) {
          const expected = pairs.filter(([other]) => other === name).map(([, value]) => value);
          assert.deepEqual(valuesOf(name), expected, JSON.stringify(proper));
        }
        assert.deepEqual(valuesOf('never there'), []);
      }),
      { numRuns: 2000 },
    );
  });

  it('are found by name without regard to case, all of them in order', () => {
    const valuesOf = namedValues('X-Plex-Product=a&x-plex-product=b+c&strong&=d');
    assert.deepEqual(valuesOf('x-PLEX-product'), ['a', 'b c']);
    assert.deepEqual(valuesOf('STRONG'), ['']);
    assert.deepEqual(valuesOf(''), ['d']);
  });
});
