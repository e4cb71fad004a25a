import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const system = { linux: 'linux64-bin', darwin: 'osx-bin', win32: 'win64-bin' }[process.platform as 'linux'];
const hermesc = join(root, 'tooling', 'hermes', 'node_modules', 'hermes-compiler', 'hermesc', system, 'hermesc');
const folder = mkdtempSync(join(tmpdir(), 'linkpin-hermes-'));
after(() => rmSync(folder, { recursive: true }));

function compile(name: string, script: string): number {
  const [from, to] = [join(folder, `${name}.js`), join(folder, `${name}.hbc`)];
  writeFileSync(from, script);
  execFileSync(hermesc, ['-emit-binary', '-out', to, from], { stdio: 'pipe' });
  return statSync(to).size;
}

test('the client, in one file and with its syntax untouched, compiles for the engine of React Native', async () => {
  const entry = join(root, 'packages', 'client', 'src', 'index.ts');
  const built = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife', target: 'esnext' });
  assert.ok(compile('client', built.outputFiles[0]?.text ?? '') > 1000);
});

test('the same compiler refuses an async generator, so the proof above can fail', () => {
  assert.throws(
    () => compile('generator', 'async function* states() { yield 1; }'),
    /async generators are unsupported/,
  );
});
