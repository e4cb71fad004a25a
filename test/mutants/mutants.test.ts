import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { mutants } from './list.ts';
import { withoutGuard, type Mutant } from './mutant.ts';
import { commitHere, inTurn } from './rotation.ts';
import { playMutants } from './run.ts';

const root = new URL('../../', import.meta.url);
const pathOf = (file: string): string => fileURLToPath(new URL(file, root));

const capacity: Mutant = {
  name: 'planted',
  file: 'packages/server/src/http/server/capacity.ts',
  symbol: 'createCapacity',
  guard: 'underWay >= most',
  without: 'false',
  tests: ['packages/server/src/http/server/capacity.test.ts'],
};

const verdictsOn = async (...planted: readonly Mutant[]): Promise<readonly string[]> =>
  (await playMutants(planted, () => {}, 1)).map(({ verdict }) => verdict);

describe('the list of mutants', () => {
  it('holds a hundred guards and more, each under a name of its own, and its tests are there', () => {
    assert.ok(mutants.length >= 100);
    assert.equal(new Set(mutants.map(({ name }) => name)).size, mutants.length);
    for (const { name, tests } of mutants)
      for (const file of tests) assert.ok(existsSync(pathOf(file)), `${name}: ${file}`);
  });

  it('names each guard by an exported symbol in which it stands exactly once', () => {
    for (const mutant of mutants) withoutGuard(readFileSync(pathOf(mutant.file), 'utf8'), mutant);
  });
});

/** Words of the language, and what every program knows. */
const everywhere = new Set(
  'as async await const false if in let never new null of return true typeof undefined void Infinity Number Object Promise String'.split(
    ' ',
  ),
);

/** Names that a text uses, members and labels aside. */
function namesIn(text: string): readonly string[] {
  const code = text.replaceAll(/'[^']*'|"[^"]*"|\/(?:\[[^\]]*\]|\\.|[^/\\[\n])+\/[a-z]*/g, '');
  const names = code.match(/(?<![.\w$])[A-Za-z_$][\w$]*(?![\w$])(?!\s*:)/g) ?? [];
  return names.filter((name) => !everywhere.has(name));
}

describe('what stands in place of a guard', () => {
  it('uses only names of its file: one that is gone breaks the program instead of the guard', () => {
    for (const { name, file, without } of mutants) {
      const known = new Set(readFileSync(pathOf(file), 'utf8').match(/[A-Za-z_$][\w$]*/g));
      assert.deepEqual(
        namesIn(without).filter((used) => !known.has(used)),
        [],
        name,
      );
    }
  });
});

describe('taking a guard out', () => {
  const source = [
    "import { z } from './z.ts';",
    '/** Not this one. */',
    'const helper = (n: number): boolean => n > 1;',
    'const other = (n: number): boolean => n > 1;',
    '',
    'export function guard(n: number): boolean {',
    '  return helper(n) && n < z;',
    '}',
    '',
    'export const far = (n: number): boolean => n < z;',
    '',
  ].join('\n');
  const planted = { ...capacity, file: 'guard.ts', symbol: 'guard' };

  it('reaches the symbol and its private helpers, and nothing else of the file', () => {
    assert.equal(
      withoutGuard(source, { ...planted, guard: 'n > 1', without: 'true' }),
      source.replace('helper = (n: number): boolean => n > 1', 'helper = (n: number): boolean => true'),
    );
    assert.equal(
      withoutGuard(source, { ...planted, guard: ' && n < z', without: '' }),
      source.replace('helper(n) && n < z', 'helper(n)'),
    );
  });

  for (const [title, change, expected] of [
    ['a symbol that is not exported', { symbol: 'helper' }, /does not export helper/],
    ['a guard that is gone', { guard: 'n > 2' }, /stands 0 times in guard/],
    ['a guard that stands there twice', { guard: ': boolean' }, /stands 2 times in guard/],
  ] as const) {
    it(`fails for ${title}`, () => {
      assert.throws(() => withoutGuard(source, { ...planted, ...change }), expected);
    });
  }
});

describe('a run', () => {
  it('tells what is noticed from what survives, from tests that do not pass anyhow, and from what is no program', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'linkpin-mutants-'));
    context.after(() => rmSync(folder, { recursive: true }));
    const failing = join(folder, 'failing.test.mjs');
    writeFileSync(failing, "import { test } from 'node:test';\ntest('x', () => { throw new Error('planted'); });\n");
    const passes = { ...capacity, guard: 'underWay -= 1', without: 'underWay -= 1 // the same' };
    const verdicts = await verdictsOn(
      capacity,
      passes,
      { ...capacity, tests: [failing] },
      { ...capacity, without: 'nowhere' },
      { ...capacity, named: 'no test is called this' },
    );
    assert.deepEqual(verdicts, ['noticed', 'survived', 'unfounded', 'broken', 'survived']);
  });

  it('leaves the sources as they are', async () => {
    const before = readFileSync(pathOf(capacity.file), 'utf8');
    await verdictsOn(capacity);
    assert.equal(readFileSync(pathOf(capacity.file), 'utf8'), before);
  });
});

describe('ten guards in turn', () => {
  it('are others with another commit, and all of them by and by', () => {
    const things = Array.from({ length: 23 }, (_, index) => index);
    assert.deepEqual(inTurn(things, 3, '00000016ff'), [22, 0, 1]);
    assert.deepEqual(inTurn([1, 2], 10, 'ffffffff'), [2, 1]);
    const met = new Set(things.flatMap((index) => inTurn(things, 3, index.toString(16).padStart(8, '0'))));
    assert.equal(met.size, things.length);
  });

  it('are noticed when they are gone', async (context) => {
    const outcomes = await playMutants(inTurn(mutants, 10, commitHere()), ({ mutant, verdict, seconds }) => {
      context.diagnostic(`${mutant.name}: ${verdict} (${seconds.toFixed(1)} s)`);
    });
    const unnoticed = outcomes.filter(({ verdict }) => verdict !== 'noticed');
    assert.deepEqual(
      unnoticed.map(({ mutant, verdict, output }) => `${mutant.name}: ${verdict}\n${output.slice(-2000)}`),
      [],
    );
  });
});
