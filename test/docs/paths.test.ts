// The documents name files of this repository. After a move they would name nothing.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);

/** What a path in a document may be relative to. */
const bases = ['', 'packages/', 'packages/server/', 'packages/server/src/', 'packages/linkpin/src/'];

const documentsIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}${name}`);

const documents = ['./', 'docs/', 'decisions/', 'bench/'].flatMap(documentsIn);

/** A path with a folder in it, in a code span of its own. */
const path = /`((?:[\w@.-]+\/)+[\w.-]+\.(?:ts|mjs|js|json|md))`/g;

for (const document of documents) {
  test(`each file that ${document} names is there`, () => {
    const text = readFileSync(new URL(document, root), 'utf8');
    const named = [...text.matchAll(path)].flatMap(([, name]) => name ?? []);
    const lost = named.filter((name) => !bases.some((base) => existsSync(new URL(`${base}${name}`, root))));
    assert.deepEqual(lost, []);
  });
}
