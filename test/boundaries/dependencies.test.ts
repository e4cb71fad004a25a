import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** A package as package-lock.json has it. */
interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  /** Where it is, if it is one of ours. */
  readonly link?: boolean;
  readonly resolved?: string;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The packages of others that come with one of ours. Optional peers do not. */
function comingWith(place: string): ReadonlySet<string> {
  const { packages } = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
  const found = new Set<string>();
  const places = [place];
  for (const from of places) {
    const { dependencies, optionalDependencies } = packages[from] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const nearest = [`${from}/node_modules/${name}`, `node_modules/${name}`].find((path) => path in packages) ?? name;
      const { link, resolved } = packages[nearest] ?? {};
      if (!link) found.add(name);
      const next = link && resolved !== undefined ? resolved : nearest;
      if (!places.includes(next)) places.push(next);
    }
  }
  return found;
}

test('SECURITY.md gives a reason for every package that is installed with linkpin, and for no other', () => {
  const installed = [...comingWith('packages/linkpin')].map((name) => name.replace(/^(@napi-rs\/keyring)-.+/, '$1-*'));
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
