// The parts of a service are put together in one place. Whoever makes two of them elsewhere has a wiring of his own, which may
// differ from the service's: tests build theirs with test/harness.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const compositionRoot = 'packages/server/src/app/dependencies.ts';

/** The names of functions that a file takes from others, with the folder and the file of each. */
function takenBy(file: string): readonly { readonly name: string; readonly folder: string; readonly from: string }[] {
  const text = readFileSync(`${root}${file}`, 'utf8');
  return [...text.matchAll(/^import \{([^}]*)\} from '([^']+)';$/gm)].flatMap(([, names = '', path = '']) =>
    names
      .split(',')
      .map((name) => ({ name: name.trim(), folder: basename(dirname(path)), from: basename(path) }))
      .filter(({ name }) => /^create[A-Z]/.test(name)),
  );
}

/** Modules whose parts are shared by all of a service; keys and stores are made by whoever holds them. */
const modules = ['rate-limits', 'events', 'long-poll', 'accounts', 'safe-fetch'];
const parts = new Set(
  takenBy(compositionRoot)
    .filter(({ folder }) => modules.includes(folder))
    .map(({ name }) => name),
);

test('the composition root makes the parts of these modules', () => assert.ok(parts.size > 10, [...parts].join(', ')));

test('nobody else puts two of them together', () => {
  const files = globSync(['packages/{server,linkpin}/src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'], { cwd: root });
  const wirings = files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file !== compositionRoot)
    .flatMap((file) => {
      const made = takenBy(file).filter(({ name }) => parts.has(name));
      // A module's own tests may take what stands beside them.
      const foreign = made.filter(({ folder, from }) => folder !== '.' && from !== basename(file).replace('.test', ''));
      return foreign.length > 1 ? [`${file}: ${foreign.map(({ name }) => name).join(', ')}`] : [];
    });
  assert.deepEqual(wirings, []);
});

/** What of scripts/lib/imports.mjs is needed. */
interface Imports {
  createImports(): { importsOf(file: string): readonly { readonly target: string }[] };
}

test('nothing that serves imports the emulator or its lack of limits, whatever the settings say', async () => {
  const { createImports } = (await import(new URL('../../scripts/lib/imports.mjs', import.meta.url).href)) as Imports;
  const imports = createImports();
  const reached = new Set<string>();
  const reach = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { target } of imports.importsOf(file)) reach(target);
  };
  const commands = globSync('packages/linkpin/src/{commands,serve}/*.ts', { cwd: root });
  const serving = commands.filter((file) => !/\.test\.ts$|(?:emulate|record|replay)\.ts$/.test(file));
  for (const file of ['packages/server/src/index.ts', ...serving]) reach(file.replaceAll('\\', '/'));
  assert.ok(reached.has(compositionRoot));
  const emulating = [...reached].filter((file) => /emulat|no-limits/.test(file));
  assert.deepEqual(emulating, []);
});
