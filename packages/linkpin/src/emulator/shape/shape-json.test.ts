import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { shapeJson } from './shape-json.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Few names, so that two trees share some; `__proto__` is one that JSON may have. */
const membersOf = (value: fc.Arbitrary<Json>): fc.Arbitrary<Json> => {
  const name = fc.constantFrom('id', 'code', 'location', 'authToken', '__proto__', 'constructor');
  return fc
    .uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 5 })
    .map((entries) => Object.fromEntries(entries));
};
const leaf = fc.constantFrom<Json>(null, true, 7, 'text');

/** Objects in objects, and lists of anything unless they are to be simple. */
const tree = (listed: 'leaves' | 'anything'): fc.Arbitrary<Json> =>
  fc.letrec<{ any: Json; members: Json }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(listed === 'leaves' ? leaf : tie('any'), { maxLength: 3 }),
      tie('members'),
    ),
    members: membersOf(tie('any')),
  })).members;

describe('the shape of JSON', () => {
  it('has the recorded members in their order, and the values of ours, in any two trees', () => {
    /** Looks at every place that both have. */
    const look = (made: unknown, own: unknown, recorded: unknown): void => {
      if (Array.isArray(own) && Array.isArray(recorded)) {
        assert.equal((made as unknown[]).length, own.length);
        return;
      }
      if (!isMembers(own) || !isMembers(recorded) || Object.keys(recorded).length === 0) {
        assert.equal(made, own);
        return;
      }
      assert.ok(isMembers(made));
      assert.equal(Object.getPrototypeOf(made), Object.prototype);
      assert.deepEqual(Object.keys(made), Object.keys(recorded));
      for (const [name, value] of Object.entries(made)) {
        if (Object.hasOwn(own, name)) look(value, own[name], recorded[name]);
        else assert.equal(value, recorded[name]);
      }
    };
    fc.assert(
      fc.property(tree('anything'), tree('anything'), (own, recorded) => look(shapeJson(own, recorded), own, recorded)),
    );
  });

  it('changes nothing the second time, and nothing where nothing differs', () => {
    fc.assert(
      fc.property(tree('leaves'), tree('leaves'), (own, recorded) => {
        assert.deepEqual(shapeJson(own, own), own);
        const once = shapeJson(own, recorded);
        assert.deepEqual(shapeJson(once, recorded), once);
      }),
    );
  });

  it('shapes each item of a list by the recorded one that is most like it', () => {
    const recorded = [
      { name: 'a player', accessToken: null, presence: true },
      { name: 'a server', accessToken: 'token-1', relay: false },
    ];
    assert.deepEqual(
      shapeJson(
        [
          { name: 'Attic', accessToken: 'live' },
          { name: 'TV', accessToken: null },
        ],
        recorded,
      ),
      [
        { name: 'Attic', accessToken: 'live', relay: false },
        { name: 'TV', accessToken: null, presence: true },
      ],
    );
    assert.deepEqual(shapeJson([], recorded), []);
    assert.deepEqual(shapeJson(['email'], ['title', 'name']), ['email']);
  });
});
