// The floors of the house as a table. A room's tsconfig is its wall; this keeps the wall from being moved quietly.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const rooms = fileURLToPath(new URL('../../packages/server/src', import.meta.url));

/** What a room may see. `http` and the top, which introduce the rooms to each other, may see them all. */
const floors: Readonly<Record<string, readonly string[]>> = {
  vocabulary: [],
  pins: [],
  config: [],
  'service/ports': ['pins'],
  service: ['pins', 'service/ports'],
  guard: ['pins', 'service/ports'],
  events: ['pins', 'service/ports'],
  waiting: ['pins', 'service/ports'],
  tokens: ['pins', 'service/ports'],
  clients: ['config', 'pins', 'service/ports'],
  people: ['pins', 'service/ports'],
  'wire/xml': [],
  'wire/plex-v2': ['pins', 'vocabulary', 'wire/xml'],
  'wire/plex-v1': ['pins', 'vocabulary', 'wire/xml'],
  'wire/plex-legacy': ['vocabulary'],
  'wire/oauth': ['pins', 'vocabulary'],
  outbound: ['pins'],
  verify: ['pins', 'service/ports', 'guard', 'tokens'],
  pages: ['pins', 'vocabulary'],
  places: ['pins', 'service/ports'],
  stores: ['pins', 'service/ports'],
};
const introducers = ['http', ''];

function references(room: string): readonly string[] {
  const folder = join(rooms, room);
  const { references = [] } = JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8')) as {
    readonly references?: readonly { readonly path: string }[];
  };
  return references.map(({ path }) => relative(rooms, resolve(folder, path)).replaceAll('\\', '/'));
}

const found = globSync('**/tsconfig.json', { cwd: rooms }).map((file) => dirname(file).replaceAll('\\', '/'));

test('every room of the server stands on a floor', () => {
  const known = new Set([...Object.keys(floors), ...introducers]);
  assert.deepEqual(
    found.map((room) => (room === '.' ? '' : room)).filter((room) => !known.has(room)),
    [],
  );
});

for (const [room, allowed] of Object.entries(floors)) {
  test(`${room} sees no more than ${allowed.join(', ') || 'itself'}`, () => {
    assert.deepEqual(
      references(room).filter((other) => !allowed.includes(other)),
      [],
    );
  });
}

test('every source file of the server is in a room that has walls', () => {
  const files = globSync('*/**/*.ts', { cwd: rooms }).map((file) => file.replaceAll('\\', '/'));
  const walled = found.filter((room) => room !== '.');
  assert.deepEqual(
    files.filter((file) => !/\.(test|testing)\.ts$/.test(file) && !walled.some((room) => file.startsWith(`${room}/`))),
    [],
  );
});
