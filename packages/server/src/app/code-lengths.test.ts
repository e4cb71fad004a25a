import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { codeLengths } from './code-lengths.ts';
import { settingsSchema } from '../config/settings.ts';

const symbols = { weak: 34, user: 20 };

/** The table of SECURITY.md, each line with its sum. */
function securityTable(): string {
  const grouped = (count: number): string => count.toLocaleString('en-US');
  const rows = codeLengths(settingsSchema.parse({})).map(({ kind, live, length, bits, guesses, oneInDays }) => {
    const sum = `${symbols[kind]}^${length} / (${guesses} × ${grouped(live)}) = ${grouped(oneInDays)}`;
    return `| ${kind} | ${grouped(live)} | ${length} | ${bits.toFixed(1)} | ${guesses} | ${sum} |`;
  });
  return [
    '| kind | codes | symbols | bits | guesses a day | a hit once in so many days |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

test('SECURITY.md holds the lengths of codes with their sums', () => {
  const page = readFileSync(new URL('../../../../SECURITY.md', import.meta.url), 'utf8');
  assert.ok(page.includes(securityTable()), `SECURITY.md must hold this table:\n\n${securityTable()}\n`);
});

test('own symbols and more guesses are reckoned with', () => {
  const at = (guessesPerDay: number, userCodes: string): readonly number[] =>
    codeLengths({ guessesPerDay, userCodes })
      .filter(({ kind }) => kind === 'user')
      .map(({ length }) => length);
  assert.deepEqual(at(160, 'letters'), [8, 9, 10, 12]);
  assert.deepEqual(at(160, 'digits'), [12, 12, 13, 15]);
  assert.deepEqual(at(160_000, 'letters'), [9, 11, 12, 14]);
});

test('a pinned length lowers the guesses, and more of them the places, never the odds', () => {
  const weakAt = (guessesPerDay: number, plexCodeLength?: number) =>
    codeLengths({ guessesPerDay, userCodes: 'letters', plexCodeLength })
      .filter(({ kind }) => kind === 'weak')
      .map(({ length, guesses, live }) => [length, guesses, live]);
  assert.deepEqual(weakAt(160, 4), [[4, 40, 8]]);
  assert.deepEqual(weakAt(16, 4), [[4, 16, 20]]);
  assert.deepEqual(weakAt(160, 5), [[5, 160, 69]]);
  assert.deepEqual(weakAt(1_000_000, 6), [[6, 47_143, 8]]);
  assert.deepEqual(weakAt(160)[0], [4, 35, 8]);
});
