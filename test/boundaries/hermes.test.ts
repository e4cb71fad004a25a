import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

test('the built client, all of it and with its syntax untouched, compiles for the engine of React Native', async () => {
  const client = join(root, 'packages', 'client');
  const { outputFiles, metafile } = await build({
    entryPoints: [join(client, 'dist', 'index.js')],
    absWorkingDir: join(client, 'dist'),
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    target: 'esnext',
  });
  const sources = readdirSync(join(client, 'src')).filter((name) => /^[^.]+\.ts$/.test(name));
  assert.deepEqual(
    sources.filter((name) => !(name.replace('.ts', '.js') in metafile.inputs)),
    [],
  );
  assert.ok(compile('client', outputFiles[0]?.text ?? '') > 1000);
});

test('the same compiler refuses an async generator, so the proof above can fail', () => {
  assert.throws(
    () => compile('generator', 'async function* states() { yield 1; }'),
    /async generators are unsupported/,
  );
});
