// Every rule has a row, and every test that a row names speaks of the rule.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const upTo = (letter: string, last: number): readonly string[] =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);

const rules = [...upTo('D', 57), ...upTo('B', 28)];

const rows = [...read('docs/rules.md').matchAll(/^\| ([DB]\d+) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, rule = '', words = '', where = '']) => ({ rule, words, where }),
);

const testsIn = (where: string): readonly string[] =>
  [...where.matchAll(/`([^`]+\.(?:test\.ts|txt))`/g)].map(([, path = '']) => path);

describe('docs/rules.md', () => {
  it('has each rule once, in order', () => {
    assert.deepEqual(
      rows.map(({ rule }) => rule),
      rules,
    );
  });

  for (const { rule, where } of rows) {
    it(`names tests for ${rule} that speak of it, or whose duty it is`, () => {
      const tests = testsIn(where);
      for (const path of tests) assert.match(read(path), new RegExp(`\\b${rule}\\b`), path);
      assert.ok(tests.length > 0 || /^Duty of the (device|client|operator|resource server)\b/.test(where), where);
    });
  }
});
