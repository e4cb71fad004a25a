import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { readPlexErrorBody } from './plex-error-body.ts';

const folder = new URL('../../../test/fixtures/plex/errors/', import.meta.url);
const read = (name: string): unknown => readPlexErrorBody(readFileSync(new URL(name, folder), 'utf8'));

const expectations: Record<string, { plexCode: number | undefined; message: string }> = {
  '1000-client-id-missing.400.json': { plexCode: 1000, message: 'X-Plex-Client-Identifier is missing' },
  '1001-unauthenticated.401.json': { plexCode: 1001, message: 'User could not be authenticated' },
  '1001-unauthenticated.401.xml': { plexCode: 1001, message: 'User could not be authenticated' },
  '1003-rate-limit.429.json': { plexCode: 1003, message: 'API rate limit exceeded' },
  '1020-pin-not-found-with-status.404.json': { plexCode: 1020, message: 'Code not found or expired' },
  '1020-pin-not-found.404.json': { plexCode: 1020, message: 'Code not found or expired' },
  '1020-pin-not-found.404.xml': { plexCode: 1020, message: 'Code not found or expired' },
  'unknown-route.404.json': { plexCode: undefined, message: 'Not Found' },
  'v1-invalid-token.422.xml': { plexCode: undefined, message: 'Invalid token' },
};

test('every error body that was seen is read, in JSON and in XML', () => {
  const names = readdirSync(folder).filter((name) => name !== 'catalogue.json');
  assert.deepEqual(names.toSorted(), Object.keys(expectations).toSorted());
  for (const name of names) assert.deepEqual(read(name), expectations[name], name);
});

test('a body that says nothing is no error of its own', () => {
  for (const body of [
    '',
    'Bad gateway',
    '<html><h1>502</h1></html>',
    '{}',
    '[]',
    'null',
    null,
    undefined,
    5,
    '{"errors":5}',
  ]) {
    assert.deepEqual(readPlexErrorBody(body), { plexCode: undefined, message: undefined }, String(body));
  }
});
