// Each boundary is broken on purpose in a copy of the repository, and the check that guards it must fail and say what
// messages.json holds: the file, the rule, and what to do or where to read. LINKPIN_WRITE_MESSAGES=1 writes that file anew.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { copyOfRepository } from './copy.testing.ts';

const copy = copyOfRepository();
after(() => copy.remove());

const messagesFile = new URL('messages.json', import.meta.url);
const expected = JSON.parse(readFileSync(messagesFile, 'utf8')) as Record<string, readonly string[]>;
const actual: Record<string, readonly string[]> = {};
after(() => {
  if (process.env['LINKPIN_WRITE_MESSAGES'] === '1')
    writeFileSync(messagesFile, `${JSON.stringify(actual, null, 2)}\n`);
});

interface Checked {
  readonly ok: boolean;
  readonly output: string;
}

function check(...steps: readonly string[]): Checked {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const command = [join(copy.folder, 'scripts', 'run.mjs'), 'check', ...steps];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy.folder, env, encoding: 'utf8' });
  return { ok: status === 0, output: stdout + stderr };
}

/** Writes the files, runs steps of the check, and takes the files away again. */
function checkWith(steps: readonly string[], files: Readonly<Record<string, string>>): Checked {
  const paths = Object.keys(files).map((file) => join(copy.folder, file));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy.folder, file)), { recursive: true });
    writeFileSync(join(copy.folder, file), text);
  }
  try {
    return check(...steps);
  } finally {
    for (const path of paths) rmSync(path);
  }
}

/** Changes one file, runs one step of the check, and puts the file back. */
function checkChanged(step: string, file: string, change: (path: string) => void): Checked {
  const path = join(copy.folder, file);
  const before = readFileSync(path);
  change(path);
  try {
    return check(step);
  } finally {
    writeFileSync(path, before);
  }
}

/** Asserts that the check failed, and that what it says of the file is what messages.json holds under the title. */
function assertSays(title: string, { ok, output }: Checked, concerns: (line: string) => boolean): void {
  assert.equal(ok, false, `the check passed:\n${output}`);
  const said = [...new Set(output.split('\n').filter(concerns))].map((line) =>
    line.replace(/(packages\/\S+\.\w+):\d+:\d+$/, '$1'),
  );
  actual[title] = said;
  if (process.env['LINKPIN_WRITE_MESSAGES'] === '1') return;
  assert.ok(said.length > 0, `nothing is said in:\n${output}`);
  assert.deepEqual(said, expected[title]);
}

const about =
  (file: string) =>
  (line: string): boolean =>
    line.startsWith(`${file}:`) || line.startsWith(`${file}(`);

test('the repository as it is passes: types, lint, unused code', () => {
  const { ok, output } = check('types', 'lint', 'unused');
  assert.ok(ok, output);
});

const core = 'packages/server/src/domain/planted.ts';

test('the client may not have a dependency, nor a peer but React for who wants it', (t) => {
  const file = 'packages/client/package.json';
  const result = checkChanged('lint', file, (path) => {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...manifest, dependencies: { zod: '4.6.7' }, peerDependenciesMeta: {} }));
  });
  assertSays(t.name, result, about(file));
});

const unusedRule = /^packages|^Unused|kept/;

test('a file that nothing uses is found', (t) => {
  assertSays(t.name, checkWith(['unused'], { [core]: 'export const planted = 1;\n' }), (line) => unusedRule.test(line));
});

test('an export that nothing uses is found', (t) => {
  const file = 'packages/server/src/domain/code.ts';
  const result = checkChanged('unused', file, (path) => appendFileSync(path, '\nexport const planted = 1;\n'));
  assertSays(t.name, result, (line) => /^planted|^Unused|kept/.test(line));
});

test('a dependency that nothing uses is found', (t) => {
  const file = 'packages/server/package.json';
  const result = checkChanged('unused', file, (path) => {
    writeFileSync(path, readFileSync(path, 'utf8').replace('"hono":', '"left-pad": "1.3.0",\n    "hono":'));
  });
  assertSays(t.name, result, (line) => /^left-pad|^Unused|kept/.test(line));
});

// What the compiler and the linter have to find is planted all at once: one run is enough for all.

const inPins = 'packages/server/src/domain/planted';
const client = 'packages/client/src/planted';
const verify = 'packages/verify/src/planted';
const useless = 'export const planted: unknown';
const modulesWithoutLibraries = ['domain', 'protocols/constants', 'service', 'service/ports', 'protocols/plex-v2'];

const plants: readonly (readonly [title: string, file: string, text: string])[] = [
  [
    'an import that climbs, from the core to the service',
    core,
    `import { approvePin } from '../service/pins/approve-pin.ts';\n${useless} = approvePin;\n`,
  ],
  [
    'an import that crosses, from a protocol to the service, of types alone',
    'packages/server/src/protocols/plex-v2/planted.ts',
    "import type * as verb from '../../service/pins/approve-pin.ts';\nexport type Planted = typeof verb;\n",
  ],
  [
    'an import that crosses, from one module at the edge to another',
    'packages/server/src/pages/planted.ts',
    "import type * as keys from '../tokens/keys.ts';\nexport type Planted = typeof keys;\n",
  ],
  [
    'an import of the server by the client',
    `${client}.ts`,
    "import type * as pin from '../../server/src/domain/pin.ts';\nexport type Planted = typeof pin;\n",
  ],
  [
    'an import of the server by the verifier',
    `${verify}.ts`,
    "import type * as pin from '../../server/src/domain/pin.ts';\nexport type Planted = typeof pin;\n",
  ],
  [
    'an import of the folder for command lines by the rest of the client',
    `${client}-cli.ts`,
    "import type * as cli from './cli/errors.ts';\nexport type Planted = typeof cli;\n",
  ],
  ...['async function* planted() {}', 'const planted = { async *[Symbol.asyncIterator]() {} };'].map(
    (generator, index) =>
      [
        `an async generator in the client: ${generator}`,
        `${client}-generator-${index}.ts`,
        `export ${generator}\n`,
      ] as const,
  ),
  ...(
    [
      ['only', `test.${'only'}('x', () => {});`],
      ['skip', `test.${'skip'}('x', () => {});`],
      ['todo', `test('x', { ${'todo'}: true }, () => {});`],
    ] as const
  ).map(([word, quiet]) => [`a test that says ${word}`, `${inPins}-${word}.test.ts`, `${quiet}\n`] as const),
  ['a cycle of imports', `${inPins}-one.ts`, "export * as two from './planted-two.ts';\n"],
  ['the other end of the cycle', `${inPins}-two.ts`, "export * as one from './planted-one.ts';\n"],
  ['Date.now() in the core', `${inPins}-now.ts`, `${useless} = Date.now();\n`],
  ['new Date() in the core', `${inPins}-date.ts`, `${useless} = new Date();\n`],
  ['performance.now() in the core', `${inPins}-performance.ts`, `${useless} = performance.now();\n`],
  ['Math.random() in the core', `${inPins}-math.ts`, `${useless} = Math.random();\n`],
  ['crypto in the core', `${inPins}-crypto.ts`, `${useless} = crypto.randomUUID();\n`],
  ['fetch in the core', `${inPins}-fetch.ts`, `${useless} = fetch;\n`],
  ['process in the core', `${inPins}-process.ts`, `${useless} = process;\n`],
  ['globalThis in the core', `${inPins}-global.ts`, `${useless} = globalThis;\n`],
  ['a timer in the core', `${inPins}-timer.ts`, `${useless} = setTimeout;\n`],
  ['the console in the server', 'packages/server/src/http/planted.ts', "console.log('planted');\n"],
  ...['zod', 'node:fs'].flatMap((library) =>
    [
      ...modulesWithoutLibraries.map((module) => `server/src/${module}`),
      'client/src',
      'verify/src',
      ...(library === 'zod' ? ['client/src/cli'] : []),
    ].map(
      (module) =>
        [
          `${library} in ${module}`,
          `packages/${module}/planted-${library.replace(':', '-')}.ts`,
          `import * as library from '${library}';\n${useless} = library;\n`,
        ] as const,
    ),
  ),
];

const checked: { types?: Checked; lint?: Checked } = {};

/** Where a type is missing, or an import crosses, the compiler fails, too; and no step that fails says ✔. */
for (const [title, file] of plants) {
  test(`${title} is refused, with the rule and what to do or where to read`, () => {
    const all = Object.fromEntries(plants.map(([, path, text]) => [path, text]));
    checked.lint ??= checkWith(['lint'], all);
    assertSays(title, checked.lint, about(file));
    assert.doesNotMatch(checked.lint.output, /✔/);
  });
}

for (const [title, file] of plants.slice(0, 5)) {
  test(`${title} does not compile, and the compiler's eighteen lines are told in one`, () => {
    checked.types ??= checkWith(
      ['types'],
      Object.fromEntries(plants.slice(0, 5).map(([, path, text]) => [path, text])),
    );
    assert.doesNotMatch(checked.types.output, /TS6307|TS6059|✔/);
    assert.deepEqual([...new Set(checked.types.output.split('\n').filter(about(file)))], expected[title]);
  });
}

test('every message is of a boundary that is broken here', () => {
  assert.deepEqual(Object.keys(actual).toSorted(), Object.keys(expected).toSorted());
});
