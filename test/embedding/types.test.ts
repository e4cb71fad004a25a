// What the packages say of themselves: whatever stands in a public signature can be imported by its name, and is documented.
// The packages must be built.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { exportsOf, isDocumented, spokenOf, type Origin } from './declarations.ts';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** For our own command alone: no documented entry. */
const internal = new Set(['./dependencies', './emulation', './operation', './package.json']);

const folders = ['client', 'server', 'verify'];
const manifests = folders.map((folder) => ({
  folder,
  ...(JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8')) as Manifest),
}));

/** The declarations of each entry by the name that a program imports. */
const entries = new Map(
  manifests.flatMap(({ folder, exports }) =>
    Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'string' || internal.has(path)
        ? []
        : [[join('@linkpin', folder, path), join(packages, folder, target.types)] as const],
    ),
  ),
);
const fileOf = (module: string): string | undefined => entries.get(module);

const key = ({ file, name }: Origin): string => `${relative(packages, file)} ${name}`;
const isOurs = ({ file }: Origin): boolean => file.startsWith(packages);

for (const { folder, dependencies = {}, peerDependencies = {} } of manifests) {
  describe(`what @linkpin/${folder} exports`, () => {
    const exported = new Map(
      [...entries]
        .filter(([module]) => module === `@linkpin/${folder}` || module.startsWith(`@linkpin/${folder}/`))
        .flatMap(([, file]) => {
          assert.ok(existsSync(file), `${file} is not built`);
          return [...exportsOf(file, fileOf).values()].map((origin) => [key(origin), origin] as const);
        }),
    );
    const ours = [...exported.values()].filter(isOurs);

    it('is something', () => assert.ok(ours.length > 0));

    it('speaks of nothing of ours that cannot be imported', () => {
      const missing = ours.flatMap((origin) =>
        spokenOf(origin, fileOf)
          .filter((other) => isOurs(other) && !exported.has(key(other)))
          .map((other) => `${key(other)}, in ${origin.name}`),
      );
      assert.deepEqual([...new Set(missing)].toSorted(), []);
    });

    it('speaks of no library that is not installed with it', () => {
      const libraries = ours.flatMap((origin) =>
        spokenOf(origin, fileOf)
          .filter((other) => !isOurs(other))
          .map(({ file }) => file),
      );
      const known = [
        ...builtinModules.flatMap((name) => [name, `node:${name}`]),
        ...Object.keys({ ...dependencies, ...peerDependencies }),
      ];
      assert.deepEqual([...new Set(libraries)].filter((library) => !known.includes(library)).toSorted(), []);
    });

    it('is documented', () => {
      assert.deepEqual(
        ours
          .filter((origin) => !isDocumented(origin))
          .map(key)
          .toSorted(),
        [],
      );
    });
  });
}
