// Every program in the documents stands alone: it is compiled as it is printed, against the packages as they are built.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');

const inFolder = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

const documents = [
  ...inFolder('.'),
  ...inFolder('docs'),
  ...readdirSync(join(root, 'packages')).flatMap((name) => inFolder(join('packages', name))),
];

/** The kinds of blocks that are programs, and the ending of a file that holds one. */
const endings: Readonly<Record<string, string>> = {
  ts: 'mts',
  typescript: 'mts',
  js: 'mjs',
  javascript: 'mjs',
  mjs: 'mjs',
};

interface Snippet {
  readonly name: string;
  readonly file: string;
  readonly code: string;
}

const snippets: readonly Snippet[] = documents.flatMap((document) => {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```/gm)].flatMap(({ index, 2: kind = '', 3: code = '' }) => {
    const ending = endings[kind];
    const line = text.slice(0, index).split('\n').length;
    const file = `${document.replace(/\W/g, '-')}-${line}.${ending}`;
    return ending === undefined ? [] : [{ name: `${document}:${line}`, file, code }];
  });
});

const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  types: ['node'],
  module: 'NodeNext',
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  allowJs: true,
  checkJs: true,
  moduleDetection: 'force',
  skipLibCheck: true,
};

describe('the programs in the documents', () => {
  let said = '';
  before(() => {
    // Where no other tool looks, and where the packages are found by their names.
    const place = mkdtempSync(join(modules, '.snippets-'));
    after(() => rmSync(place, { recursive: true }));
    for (const { file, code } of snippets) writeFileSync(join(place, file), code);
    const programs = (kind: string): readonly string[] =>
      snippets.map(({ file }) => file).filter((file) => file.endsWith(kind));
    const compile = (kind: string, options: object): string => {
      const project = join(place, `tsconfig.${kind}.json`);
      writeFileSync(project, JSON.stringify({ compilerOptions: options, files: programs(kind) }));
      try {
        const tsc = join(modules, 'typescript', 'bin', 'tsc');
        return execFileSync(process.execPath, [tsc, '-p', project], { cwd: place, encoding: 'utf8', stdio: 'pipe' });
      } catch (error) {
        return (error as { stdout: string }).stdout;
      }
    };
    // JavaScript says no types, so that a parameter may be anything.
    said = compile('mts', compilerOptions) + compile('mjs', { ...compilerOptions, noImplicitAny: false });
  });

  it('are found, those of the client’s README among them', () => {
    assert.ok(snippets.length >= 20);
    assert.ok(snippets.filter(({ name }) => name.startsWith('packages/client')).length >= 15);
  });

  for (const { name, file } of snippets) {
    it(`${name} compiles as it stands`, () => {
      const faults = said.split('\n').filter((line) => line.startsWith(file));
      assert.deepEqual(faults, []);
    });
  }

  it('leave nothing else to complain of', () => {
    const others = said
      .split('\n')
      .filter((line) => /error TS/.test(line) && !snippets.some(({ file }) => line.startsWith(file)));
    assert.deepEqual(others, []);
  });
});
