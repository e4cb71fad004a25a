import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { basicCredentials } from './basic-credentials.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('the Basic scheme', () => {
  it('says a name without a colon and any password', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((login) => !login.includes(':')),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (login, password) => {
          assert.deepEqual(basicCredentials(basic(`${login}:${password}`)), { login, password });
        },
      ),
    );
    assert.deepEqual(basicCredentials(basic('ada:a:b').replace('Basic', 'bAsIc ')), { login: 'ada', password: 'a:b' });
  });

  it('says nothing when it is something else, and never throws', () => {
    const odd = [undefined, '', 'Basic', 'Basic !!!', 'Bearer YWRhOmE=', basic('ada'), basic(':a'), basic('ada:')];
    for (const header of odd) assert.equal(basicCredentials(header), null, header);
    fc.assert(fc.property(fc.string(), (text) => void basicCredentials(text)));
    fc.assert(fc.property(fc.string(), (text) => void basicCredentials(`Basic ${text}`)));
  });
});
