import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('SECURITY.md gives a reason for every package that is installed with linkpin, and for no other', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
  const installed = Object.entries(packages)
    .filter(([path, { dev, devOptional, link }]) => path.includes('node_modules/') && !dev && !devOptional && !link)
    .map(([path]) => path.replace(/^.*node_modules\//, '').replace(/^(@napi-rs\/keyring)-.+/, '$1-*'));
  const [, table = ''] = read('SECURITY.md').split('## What is installed with it, and why');
  const rows = [...table.matchAll(/^\| `([^`]+)` \| [^|]+ \| ([^|]+) \|$/gm)];
  const named = rows.map(([, name]) => name);
  assert.equal(new Set(named).size, named.length);
  assert.deepEqual(new Set(named), new Set(installed));
  for (const [, name, why = ''] of rows) assert.ok(why.trim().length > 5, name);
});

test('each row of the cross-device draft is answered', () => {
  const rows = [...read('docs/cross-device.md').matchAll(/^\| (X-\d+[ab]?) \| [^|]+ \| [^|]{4,} \|$/gm)].map(
    ([, id]) => id,
  );
  const wanted = Array.from({ length: 28 }, (_, index) => `X-${index + 1}`).toSpliced(2, 0, 'X-2a', 'X-2b');
  assert.deepEqual(rows, wanted);
});
