// What the README promises: its examples compile against the package as it is, and its lists are complete.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../', import.meta.url));
const readme = readFileSync(join(folder, 'README.md'), 'utf8');
const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

// What the examples take for granted.
const surroundings = `
import type { PlexClient, PlexClientOptions, PlexSignIn } from '@linkpin/client';
declare global {
  const plex: PlexClient, signIn: PlexSignIn, options: PlexClientOptions, signal: AbortSignal;
  const clientIdentifier: string, token: string, folder: string;
  const button: HTMLButtonElement;
  function show(text: string): void;
  function showLink(text: string, url: string): void;
  function keepToken(token: string): void;
}
`;

test('every example of the README compiles under the strictest settings', (t) => {
  const examples = [...readme.matchAll(/^ *```ts\n([\s\S]*?)```/gm)].map(([, code = '']) => code);
  assert.ok(examples.length >= 13);
  // Where no other tool looks, and where the package is found by its name.
  const place = mkdtempSync(join(modules, '.examples-'));
  t.after(() => rmSync(place, { recursive: true }));
  const files = [`${surroundings}export {};`, ...examples.map((code) => `${code}\nexport {};\n`)].map((code, index) => {
    const file = join(place, `example-${index}.ts`);
    writeFileSync(file, code);
    return file;
  });
  const flags = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--skipLibCheck',
  ];
  const shape = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom,dom.iterable', '--types', 'node'];
  const source = ['--customConditions', 'linkpin-source', '--allowImportingTsExtensions', '--ignoreConfig'];
  try {
    const tsc = join(modules, 'typescript', 'bin', 'tsc');
    execFileSync(process.execPath, [tsc, ...flags, ...shape, ...source, ...files], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    assert.fail((error as { stdout: string }).stdout);
  }
});

test('the README explains every outcome and every error code', () => {
  const source = (name: string): string => readFileSync(join(folder, 'src', name), 'utf8');
  const outcomes = [...source('plex-outcome.ts').matchAll(/\| \{ readonly kind: '(\w+)'/g)].map(([, kind]) => kind);
  const codes = [...source('errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);
  assert.equal(outcomes.length, 7);
  assert.equal(codes.length, 9);
  for (const word of [...outcomes, ...codes]) assert.match(readme, new RegExp(`^\\| \`${word}\` `, 'm'));
});
