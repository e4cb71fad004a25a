// The client's types, packed as npm would and compiled by each TypeScript that people have, without the mercy of skipLibCheck.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { anywhere, browser, commandLine, node } from './programs.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ours = join(root, 'node_modules');
const others = fileURLToPath(new URL('node_modules', import.meta.url));

const compilers = [
  ...readdirSync(others)
    .filter((name) => name.startsWith('typescript-'))
    .map((name) => ({ name, tsc: join(others, name, 'bin', 'tsc') })),
  { name: 'our own typescript', tsc: join(ours, 'typescript', 'bin', 'tsc') },
];

const resolutions = {
  NodeNext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  Bundler: { module: 'ESNext', moduleResolution: 'Bundler' },
};

interface Surroundings {
  readonly lib: readonly string[];
  readonly types: readonly string[];
  readonly program: string;
}

const without: Surroundings = { lib: ['ES2023'], types: [], program: anywhere };

let folder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'linkpin-types-'));
  const options = { cwd: join(root, 'packages', 'client'), encoding: 'utf8' } as const;
  const packing = ['pack', '--json', '--ignore-scripts', '--loglevel=error', `--pack-destination=${folder}`];
  const [{ filename }] = JSON.parse(execFileSync('npm', packing, options)) as [{ readonly filename: string }];
  const scope = join(folder, 'node_modules', '@linkpin');
  mkdirSync(join(scope, 'client'), { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', join(scope, 'client'), '--strip-components=1']);
  symlinkSync(join(ours, '@types'), join(folder, 'node_modules', '@types'));
});
after(() => rmSync(folder, { recursive: true }));

/** Fails with what the compiler says. */
async function compile(tsc: string, resolution: object, { lib, types, program }: Surroundings): Promise<void> {
  const place = mkdtempSync(join(folder, 'program-'));
  const strictness = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
  const compilerOptions = {
    target: 'ES2022',
    noEmit: true,
    skipLibCheck: false,
    lib,
    types,
    ...strictness,
    ...resolution,
  };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  writeFileSync(join(place, 'package.json'), '{"type":"module"}');
  writeFileSync(join(place, 'program.ts'), program);
  await promisify(execFile)(process.execPath, [tsc, '-p', place], { encoding: 'utf8' }).catch(
    (error: { stdout: string; stderr: string }) => assert.fail(`${error.stdout}${error.stderr}`),
  );
}

describe("the client's types", () => {
  it('are compiled from TypeScript 5.4 on, by each version up to our own', () => {
    const names = compilers.map(({ name }) => name);
    for (const version of ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0']) {
      assert.ok(names.includes(`typescript-${version}`), version);
    }
    assert.match(
      execFileSync(process.execPath, [compilers.at(-1)?.tsc ?? '', '--version'], { encoding: 'utf8' }),
      / 7\./,
    );
  });

  for (const { name, tsc } of compilers) {
    for (const [resolution, settings] of Object.entries(resolutions)) {
      it(`${name}, ${resolution}, with ES2023 and nothing else`, () => compile(tsc, settings, without));
    }
  }

  for (const { name, tsc } of [compilers.at(0), compilers.at(-1)].filter((compiler) => compiler !== undefined)) {
    it(`${name}, beside the types of a browser`, () =>
      compile(tsc, resolutions.Bundler, { lib: ['ES2023', 'DOM'], types: [], program: browser }));
  }

  it('our own typescript, beside the types of Node', () =>
    compile(compilers.at(-1)?.tsc ?? '', resolutions.NodeNext, { lib: ['ES2023'], types: ['node'], program: node }));

  for (const { name, tsc } of [compilers.at(-2), compilers.at(-1)].filter((compiler) => compiler !== undefined)) {
    it(`${name}, for a command line`, () =>
      compile(tsc, resolutions.NodeNext, { lib: ['ES2023'], types: ['node'], program: commandLine }));
  }
});
