// Caches which test files passed with their current inputs, so that `npm run check` can skip them. `npm test` runs all.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createImports } from './imports.mjs';
import { at, filesBelow } from './paths.mjs';
import { runTests } from './tests.mjs';

const memory = at('node_modules', '.cache', 'linkpin', 'passed.json');

/** Runs the test files whose inputs changed since they passed, and counts the others from the cache. */
export async function runChangedTests(node, files) {
  const before = existsSync(memory) ? JSON.parse(readFileSync(memory, 'utf8')) : {};
  const keyOf = createKeys(node);
  const keys = new Map(files.map((file) => [file, keyOf(file)]));
  const isUnchanged = (file) => before[file] !== undefined && before[file].key === keys.get(file);
  const unchanged = files.filter(isUnchanged);
  const changed = files.filter((file) => !isUnchanged(file));
  const nothing = { passed: 0, failed: 0, passedOf: {}, output: '' };
  const result = changed.length === 0 ? nothing : await runTests(node, changed, { quiet: true });
  const after = Object.fromEntries([
    ...unchanged.map((file) => [file, before[file]]),
    ...Object.entries(result.passedOf)
      .filter(([file]) => keys.get(file) !== undefined)
      .map(([file, passed]) => [file, { key: keys.get(file), passed }]),
  ]);
  mkdirSync(dirname(memory), { recursive: true });
  writeFileSync(memory, JSON.stringify(after));
  const passed = unchanged.reduce((sum, file) => sum + before[file].passed, result.passed);
  return { ...result, passed, note: `${unchanged.length} of ${files.length} files unchanged since they passed` };
}

/**
 * Makes a function that returns a test file's cache key: a hash of all its inputs. Undefined if the inputs are not
 * known from the sources, for example if it names a folder: such a file always runs.
 */
function createKeys(node) {
  const imports = createImports();
  const surroundings = hash(
    [node.path, ...filesBelow('scripts'), ...dataFiles()].map((file) => `${file} ${textOf(file)}`),
  );
  function closure(file, seen) {
    if (seen.has(file)) return true;
    seen.add(file);
    if (!file.endsWith('.ts')) return true;
    const named = imports.filesNamedIn(file);
    const imported = imports.importsOf(file).map(({ target }) => target);
    return (
      named !== undefined && [...named, ...imported].every((other) => !existsSync(at(other)) || closure(other, seen))
    );
  }
  return (file) => {
    const seen = new Set();
    return closure(file, seen)
      ? hash([surroundings, ...[...seen].sort((a, b) => (a < b ? -1 : 1)).map((one) => `${one} ${textOf(one)}`)])
      : undefined;
  };
}

/** Inputs of tests other than sources: fixtures, styles, settings of tools and packages. */
function dataFiles() {
  const isData = (file) => !/\.(?:ts|md|tsbuildinfo)$/.test(file) && !file.includes('/dist/');
  const packages = filesBelow('packages').filter(isData);
  return ['package.json', 'package-lock.json', ...packages, ...filesBelow('test/fixtures')];
}

function textOf(file) {
  return file.startsWith('/') ? '' : readFileSync(at(file), 'latin1');
}

function hash(parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(`${part}\0`);
  return sum.digest('base64url');
}
