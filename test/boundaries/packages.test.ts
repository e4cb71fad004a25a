// What people install: looked at as npm would pack it. The packages must be built.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest;
}

function packed(name: string): readonly string[] {
  const options = { cwd: join(root, 'packages', name), encoding: 'utf8', shell: process.platform === 'win32' } as const;
  const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], options);
  const [{ files }] = JSON.parse(answer) as [{ readonly files: readonly { readonly path: string }[] }];
  return files.map(({ path }) => path);
}

for (const name of ['client', 'verify', 'server', 'linkpin']) {
  test(`${name}: the package holds built files, their sources and a few words, and no tests`, () => {
    const files = packed(name);
    assert.ok(
      files.some((file) => file.startsWith('dist/') && file.endsWith('.js')),
      'it is not built',
    );
    const expected =
      /^(dist\/.+\.(js|d\.ts|map|css|svg|png|ico|woff2)|src\/.+\.(ts|js|css|svg|png|ico|woff2)|bin\/linkpin\.js|package\.json|README\.md|LICENSE)$/;
    assert.deepEqual(
      files.filter((file) => !expected.test(file) || /\.(test|testing)\./.test(file)),
      [],
    );
  });

  test(`${name}: publint finds nothing wrong`, async () => {
    const folder = join(root, 'packages', name);
    const { messages, pkg } = await publint({ pkgDir: folder, pack: 'npm', level: 'warning' });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg, { color: false })),
      [],
    );
  });

  test(`${name}: nothing runs on install, neither of ours nor of a library we use`, () => {
    const { scripts = {}, dependencies = {} } = manifestOf(name);
    assert.deepEqual(Object.keys(scripts), []);
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean; readonly dev?: boolean }>>;
    };
    const scripted = Object.entries(lock.packages).filter(([, { hasInstallScript, dev }]) => hasInstallScript && !dev);
    assert.deepEqual(
      scripted.map(([path]) => path),
      [],
    );
    // A library that keeps to semantic versions may be newer; one before 1.0, and our own, may not.
    for (const [library, version] of Object.entries(dependencies)) {
      const isExact = library.startsWith('@linkpin/') || version.startsWith('0.');
      assert.match(version, isExact ? /^\d+\.\d+\.\d+$/ : /^\^[1-9]\d*\.\d+\.\d+$/, library);
    }
  });
}

test('the command says which Node it needs when started by one that is too old', () => {
  const node20 = join(root, 'tooling', 'node20', 'node_modules', '.bin', 'node');
  assert.ok(existsSync(node20), `there is no ${node20}: npm test brings it`);
  const { status, stderr } = spawnSync(node20, [join(root, 'packages/linkpin/bin/linkpin.js'), '--help'], {
    encoding: 'utf8',
  });
  assert.notEqual(status, 0);
  assert.match(stderr, /Node(\.js)? (>= ?)?24/);
  assert.doesNotMatch(stderr, /\n\s+at /, 'a stack trace is no answer');
});
