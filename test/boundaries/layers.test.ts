// The layers as a table. A module's tsconfig is its boundary; this keeps the boundary from being moved quietly.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../../packages/server/src', import.meta.url));

/** What a module may import, packages of ours by their names. `http`, `app` and the top, which introduce the modules to each other, may import all. */
const layers: Readonly<Record<string, readonly string[]>> = {
  'protocols/constants': [],
  domain: [],
  config: ['domain'],
  'service/ports': ['domain'],
  service: ['domain', 'service/ports'],
  'rate-limits': ['domain', 'service/ports'],
  events: ['domain', 'service/ports'],
  mail: ['domain', 'service/ports'],
  'long-poll': ['domain', 'service/ports'],
  tokens: ['domain', 'safe-fetch', 'service/ports'],
  clients: ['config', 'domain', 'safe-fetch', 'service/ports'],
  accounts: ['domain', 'service/ports'],
  webauthn: ['domain', 'service/ports'],
  providers: ['domain', 'service/ports'],
  openapi: ['protocols/constants'],
  'protocols/xml': [],
  'protocols/plex-v2': ['domain', 'protocols/constants', 'protocols/xml'],
  'protocols/plex-v1': ['domain', 'protocols/constants', 'protocols/xml'],
  'protocols/plex-legacy': ['protocols/constants'],
  'protocols/oauth': ['domain', 'protocols/constants'],
  'safe-fetch': ['domain'],
  metrics: ['domain', 'service/ports'],
  tracing: ['domain', 'service/ports', 'safe-fetch'],
  verify: ['@linkpin/verify'],
  pages: ['domain', 'protocols/constants'],
  geoip: ['domain', 'service/ports'],
  stores: ['domain', 'service/ports'],
  'stores/contract': ['domain', 'service/ports'],
};
const introducers = ['http', 'app', ''];

function references(name: string): readonly string[] {
  const folder = join(modules, name);
  const { references = [] } = JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8')) as {
    readonly references?: readonly { readonly path: string }[];
  };
  return references.map(({ path }) =>
    relative(modules, resolve(folder, path))
      .replaceAll('\\', '/')
      .replace(/^\.\.\/\.\.\/(\w+)\/src$/, '@linkpin/$1'),
  );
}

const found = globSync('**/tsconfig.json', { cwd: modules }).map((file) => dirname(file).replaceAll('\\', '/'));

test('every module of the server stands in a layer', () => {
  const known = new Set([...Object.keys(layers), ...introducers]);
  assert.deepEqual(
    found.map((name) => (name === '.' ? '' : name)).filter((name) => !known.has(name)),
    [],
  );
});

for (const [name, allowed] of Object.entries(layers)) {
  test(`${name} imports no more than ${allowed.join(', ') || 'itself'}`, () => {
    assert.deepEqual(
      references(name).filter((other) => !allowed.includes(other)),
      [],
    );
  });
}

test('no module of the service loads the tests of stores, which are published for those of others', () => {
  const modulesOfService = found.map((name) => (name === '.' ? '' : name));
  assert.deepEqual(
    modulesOfService.filter((name) => references(name).includes('stores/contract')),
    [],
  );
});

test('every source file of the server is in a module that has boundaries', () => {
  const files = globSync('*/**/*.ts', { cwd: modules }).map((file) => file.replaceAll('\\', '/'));
  const bounded = found.filter((name) => name !== '.');
  assert.deepEqual(
    files.filter((file) => !/\.(test|testing)\.ts$/.test(file) && !bounded.some((name) => file.startsWith(`${name}/`))),
    [],
  );
});

test('no source of http imports itself by way of others, types included', () => {
  const folder = join(modules, 'http');
  const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !/\.(test|testing)\.ts$/.test(file));
  const imports = new Map(
    files.map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const named = [...text.matchAll(/ from '(\.[^']+)'/g)].map(([, path = '']) => join(dirname(file), path));
      return [file, named.filter((path) => files.includes(path))] as const;
    }),
  );
  // What imports nothing that is left is no part of a cycle.
  for (;;) {
    const leaves = [...imports].filter(([, named]) => !named.some((path) => imports.has(path)));
    if (leaves.length === 0) break;
    for (const [file] of leaves) imports.delete(file);
  }
  assert.deepEqual([...imports.keys()], []);
});
