// SECURITY.md promises nothing that no test proves: each promise, limit and threat names tests that are there.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [opening = '', ...sections] = readFileSync(join(root, 'SECURITY.md'), 'utf8').split(/^## /m);

/** The lines of a section, each point of a list in one. */
function linesOf(title: string): readonly string[] {
  const section = sections.find((text) => text.startsWith(`${title}\n`));
  assert.ok(section !== undefined, `SECURITY.md has no section "${title}"`);
  return section
    .slice(title.length)
    .trim()
    .replaceAll(/\n {2,}/g, ' ')
    .split('\n');
}

/** The points of a list. */
const pointsOf = (title: string): readonly string[] => linesOf(title).filter((line) => line.startsWith('- '));

/** The cells of a table's rows, without its head. */
const rowsOf = (title: string): readonly (readonly string[])[] =>
  linesOf(title)
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\|\s*|\s*\|$/g, '').trim()));

/** What proves something: a test, a contract of the stores, a transcript, or a folder of them. */
const isProof = (path: string): boolean =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).some((file) => /\.(?:test|testing)\.ts$/.test(file))
    : /\.test\.ts$|\.testing\.ts$|\.txt$|\/stores\/contract\/[\w-]+\.ts$/.test(path);

/** Paths of the tests that a text names; one without a folder is in that of the one before. */
function testsIn(text: string): readonly string[] {
  let folder = '';
  return [...text.matchAll(/`((?:test|packages)\/[\w./-]+|[\w-]+\.(?:ts|txt))`/g)].map(([, name = '']) => {
    const path = name.includes('/') ? name : `${folder}/${name}`;
    folder = dirname(path);
    return path;
  });
}

function assertProven(text: string): void {
  const tests = testsIn(text);
  assert.ok(tests.length > 0, 'it names no test');
  for (const path of tests) {
    assert.ok(existsSync(join(root, path)), `${path} is not there`);
    assert.ok(isProof(join(root, path)), `${path} is no test, and holds none`);
  }
}

describe('SECURITY.md', () => {
  it('says how a hole is reported in private, and names nobody', () => {
    assert.match(opening, /in private/);
    assert.doesNotMatch(opening, /@|https?:/);
  });

  for (const title of ['Guarantees', 'Limits of protection', 'What is limited, and what that bounds']) {
    it(`"${title}" has points`, () => assert.ok(pointsOf(title).length > 3));
    for (const point of pointsOf(title)) {
      it(`${title}: ${point.slice(2, 80)} …`, () => assertProven(point));
    }
  }

  const threats = rowsOf('Threats, what stops them, and the tests');
  it('has the threats', () => assert.ok(threats.length > 60));
  for (const [threat = '', stop = '', proof = '', ...more] of threats) {
    it(`threat: ${threat}`, () => {
      assert.equal(more.length, 0);
      assert.notEqual(stop, '');
      assertProven(proof);
    });
  }
});
