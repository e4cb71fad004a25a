import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { waitAsked } from './prefer.ts';

describe('the preference to wait (RFC 7240)', () => {
  it('is read among others, in any case, quoted or not, with parameters', () => {
    const asks: readonly (readonly [string, number | undefined])[] = [
      ['wait=25', 25],
      ['Wait = 10', 10],
      ['wait="7"', 7],
      ['respond-async, wait=10', 10],
      ['respond-async,wait=10;strict;foo="a, b"', 10],
      ['foo="bar, wait=3; \\" wait=4", wait=5', 5],
      [', ,wait=5', 5],
      ['return=minimal; foo="some parameter", wait=8', 8],
      ['wait=3, wait=9', 3],
      ['respond-async', undefined],
      ['foo; wait=5', undefined],
      ['awaits=5, wait-not=6', undefined],
      ['', undefined],
    ];
    for (const [header, seconds] of asks) assert.equal(waitAsked(header), seconds, header);
    assert.equal(waitAsked(undefined), undefined);
  });

  it('is cut to what we hold, and none when it is no number of seconds', () => {
    assert.equal(waitAsked('wait=600'), 25);
    assert.equal(waitAsked('wait=1'), 1);
    for (const odd of [
      'wait',
      'wait=',
      'wait=0',
      'wait=-1',
      'wait=1.5',
      'wait=soon',
      'wait=1e1',
      'wait="1',
      'wait 5',
    ]) {
      assert.equal(waitAsked(odd), undefined, odd);
    }
  });

  it('is found or not in any text, at once', () => {
    const piece = fc.constantFrom('wait', '=', '"', '\\', ',', ';', ' ', '5', 'a', '\t');
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 1024 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (header) => {
        const seconds = waitAsked(header);
        assert.ok(seconds === undefined || (seconds >= 1 && seconds <= 25));
      }),
    );
    assert.equal(waitAsked('a;'.repeat(511)), undefined);
    assert.equal(waitAsked(`a${' '.repeat(1000)}"`), undefined);
    assert.equal(waitAsked(`a${';  '.repeat(300)}"`), undefined);
    assert.equal(waitAsked(`a="${'\\"'.repeat(500)}`), undefined);
  });
});
