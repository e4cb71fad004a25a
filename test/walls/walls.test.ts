// Each wall is broken on purpose in a copy of the repository, and the check that guards it must fail and name the file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { copyOfRepository } from './copy.testing.ts';

const copy = copyOfRepository();
after(() => copy.remove());

function check(...steps: readonly string[]): { readonly ok: boolean; readonly output: string } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const command = [join(copy.folder, 'scripts', 'run.mjs'), 'check', ...steps];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy.folder, env, encoding: 'utf8' });
  return { ok: status === 0, output: stdout + stderr };
}

/** Writes the files, runs one step of the check, and takes the files away again. */
function checkWith(step: string, files: Readonly<Record<string, string>>): ReturnType<typeof check> {
  const paths = Object.keys(files).map((file) => join(copy.folder, file));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy.folder, file)), { recursive: true });
    writeFileSync(join(copy.folder, file), text);
  }
  try {
    return check(step);
  } finally {
    for (const path of paths) rmSync(path);
  }
}

/** Changes one file, runs one step of the check, and puts the file back. */
function checkChanged(step: string, file: string, change: (path: string) => void): ReturnType<typeof check> {
  const path = join(copy.folder, file);
  const before = readFileSync(path);
  change(path);
  try {
    return check(step);
  } finally {
    writeFileSync(path, before);
  }
}

function assertCaught({ ok, output }: ReturnType<typeof check>, ...words: readonly string[]): void {
  assert.equal(ok, false, `the check passed:\n${output}`);
  for (const word of words) assert.ok(output.includes(word), `"${word}" is not in:\n${output}`);
}

test('the repository as it is passes: types, lint, walls, unused code', () => {
  const { ok, output } = check('types', 'lint', 'walls', 'unused');
  assert.ok(ok, output);
});

const core = 'packages/server/src/pins/planted.ts';
const client = 'packages/client/src/planted.ts';

test('an import that climbs, from the core to a verb, does not compile', () => {
  const text = "import { approvePin } from '../service/approve-pin.ts';\nexport const planted: unknown = approvePin;\n";
  assertCaught(checkWith('types', { [core]: text }), core, 'TS6307');
});

test('an import that crosses, from a wire to a verb, does not compile even when it is only of types', () => {
  const file = 'packages/server/src/wire/plex-v2/planted.ts';
  const text = "import type * as verb from '../../service/approve-pin.ts';\nexport type Planted = typeof verb;\n";
  assertCaught(checkWith('types', { [file]: text }), file, 'TS6307');
});

test('an import that crosses, from one room at the edge to another, does not compile', () => {
  const file = 'packages/server/src/pages/planted.ts';
  const text = "import type * as keys from '../tokens/keys.ts';\nexport type Planted = typeof keys;\n";
  assertCaught(checkWith('types', { [file]: text }), file, 'TS6307');
});

test('an import of the server by the client does not compile', () => {
  const text = "import type * as pin from '../../server/src/pins/pin.ts';\nexport type Planted = typeof pin;\n";
  assertCaught(checkWith('types', { [client]: text }), client);
});

test('the core has no surroundings to compile against either', () => {
  const text = 'export const planted: unknown = [fetch, process, setTimeout, performance, crypto];\n';
  assertCaught(checkWith('types', { [core]: text }), core, "'fetch'", "'process'", "'setTimeout'", "'crypto'");
});

test('the client may not have a dependency', () => {
  const file = 'packages/client/package.json';
  const result = checkChanged('walls', file, (path) => {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...manifest, dependencies: { zod: '4.6.7' } }));
  });
  assertCaught(result, file, 'no dependencies');
});

for (const generator of ['async function* planted() {}', 'const planted = { async *[Symbol.asyncIterator]() {} };']) {
  test(`the client may not hold an async generator: ${generator}`, () => {
    assertCaught(checkWith('walls', { [client]: `export ${generator}\n` }), `${client}:1`, 'hermesc');
  });
}

for (const [word, quiet] of [
  ['only', `test.${'only'}('x', () => {});`],
  ['skip', `test.${'skip'}('x', () => {});`],
  ['todo', `test('x', { ${'todo'}: true }, () => {});`],
] as const) {
  test(`a test may not say ${word}`, () => {
    const file = 'packages/server/src/pins/planted.test.ts';
    assertCaught(checkWith('walls', { [file]: `${quiet}\n` }), `${file}:1`);
  });
}

test('a file that nothing uses is found', () => {
  assertCaught(checkWith('unused', { [core]: 'export const planted = 1;\n' }), core);
});

test('an export that nothing uses is found', () => {
  const file = 'packages/server/src/pins/code.ts';
  const result = checkChanged('unused', file, (path) => appendFileSync(path, '\nexport const planted = 1;\n'));
  assertCaught(result, file, 'planted');
});

test('a dependency that nothing uses is found', () => {
  const file = 'packages/server/package.json';
  const result = checkChanged('unused', file, (path) => {
    writeFileSync(path, readFileSync(path, 'utf8').replace('"hono":', '"left-pad": "1.3.0",\n    "hono":'));
  });
  assertCaught(result, file, 'left-pad');
});

// What the linter has to find is planted all at once: one run is enough for all.

const inPins = 'packages/server/src/pins/planted';
const useless = 'export const planted: unknown';
const roomsWithoutLibraries = ['pins', 'vocabulary', 'service', 'service/ports', 'wire/plex-v2'];

const lintPlants: readonly (readonly [title: string, file: string, text: string, remedy: string])[] = [
  ['a cycle of imports', `${inPins}-one.ts`, "export * as two from './planted-two.ts';\n", 'no-cycle'],
  ['the other end of the cycle', `${inPins}-two.ts`, "export * as one from './planted-one.ts';\n", 'no-cycle'],
  ['Date.now() in the core', `${inPins}-now.ts`, `${useless} = Date.now();\n`, 'pass `now` in'],
  ['new Date() in the core', `${inPins}-date.ts`, `${useless} = new Date();\n`, 'pass `now` in'],
  ['performance.now() in the core', `${inPins}-performance.ts`, `${useless} = performance.now();\n`, 'pass `now` in'],
  [
    'Math.random() in the core',
    `${inPins}-math.ts`,
    `${useless} = Math.random();\n`,
    'take RandomBytes as a parameter',
  ],
  [
    'crypto in the core',
    `${inPins}-crypto.ts`,
    `${useless} = crypto.randomUUID();\n`,
    'take RandomBytes as a parameter',
  ],
  ['globalThis in the core', `${inPins}-global.ts`, `${useless} = globalThis;\n`, 'as a parameter'],
  ['a timer in the core', `${inPins}-timer.ts`, `${useless} = setTimeout;\n`, 'answer by `now`'],
  ['the console in the server', 'packages/server/src/http/planted.ts', "console.log('planted');\n", 'no-console'],
  ...['zod', 'node:fs'].flatMap((library) =>
    [...roomsWithoutLibraries.map((room) => `server/src/${room}`), 'client/src'].map(
      (room) =>
        [
          `${library} in ${room}`,
          `packages/${room}/planted-${library.replace(':', '-')}.ts`,
          `import * as library from '${library}';\n${useless} = library;\n`,
          'no library and no Node module',
        ] as const,
    ),
  ),
];

let lint: ReturnType<typeof check> | undefined;

for (const [title, file, , remedy] of lintPlants) {
  test(`the linter finds ${title}, and names the file and the rule or the remedy`, () => {
    lint ??= checkWith('lint', Object.fromEntries(lintPlants.map(([, path, text]) => [path, text])));
    assert.equal(lint.ok, false);
    const said = lint.output.split('\n').filter((line) => line.startsWith(`${file}:`));
    assert.ok(
      said.some((line) => line.includes(remedy)),
      `nothing about ${file} says "${remedy}":\n${said.join('\n')}`,
    );
  });
}
