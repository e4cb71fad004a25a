import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { chooseLanguage, type Wishes } from './choose.ts';
import { languages } from './languages.ts';

const none: Wishes = { query: null, cookie: null, account: null, accepted: null };
const choose = (wishes: Partial<Wishes>) => chooseLanguage({ ...none, ...wishes });

describe('the language that somebody gets', () => {
  it('is the strongest wish that can be met', () => {
    const all = { query: 'tlh fr', cookie: 'de', account: 'es', accepted: 'ar' } as const;
    assert.equal(choose(all), 'fr');
    assert.equal(choose({ ...all, query: 'tlh' }), 'de');
    assert.equal(choose({ ...all, query: '', cookie: 'tlh' }), 'es');
    assert.equal(choose({ accepted: 'ar' }), 'ar');
    assert.equal(choose({}), 'en');
  });

  it('is read off Accept-Language by weight, then by place', () => {
    for (const [accepted, expected] of [
      ['de-AT, de;q=0.9, en;q=0.8', 'de'],
      ['en;q=0.2, FR-ca;q=0.7, es;q=0.7', 'fr'],
      ['zh, ar ; q=0.001', 'ar'],
      ['*', 'en'],
      ['fr;q=0, *;q=0.1', 'en'],
      ['de;q=0', 'en'],
      ['de;q=1.5, ar;q=0.3', 'ar'],
      ['de;q=abc, ar;q=0.3', 'ar'],
      ['de;level=1, ar;q=0.3', 'ar'],
      ['de;q=0.5;q=0.9, ar;q=0.3', 'ar'],
      ['en-XA', 'en-XA'],
      ['deutsch', 'en'],
    ] as const) {
      assert.equal(choose({ accepted }), expected, accepted);
    }
  });

  it('is one that there is, whatever is sent', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', 'de;'.repeat(20_000)),
    );
    fc.assert(
      fc.property(text, text, text, (query, cookie, accepted) => {
        assert.ok(Object.hasOwn(languages, choose({ query, cookie, accepted })));
      }),
    );
  });
});
