// The programs in docs/emulator.md say what holds, and are run as they stand. linkpin must be built.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs', 'emulator.md'), 'utf8');
const programs = [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, program = '']) => program);

/** What a program is about: its scenario, or its profile. */
const subjectOf = (program: string): string => /(?:scenario|profile): '([\w-]+)'/.exec(program)?.[1] ?? 'people';

describe('the programs in docs/emulator.md', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(root, 'node_modules', '.emulator-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('are there for each scenario, and for an issuer', () => {
    const scenarios = ['abandoned-sign-in', 'media-server', 'jwt-refused', 'managed-users', 'shared-device', 'github'];
    const subjects = programs.map(subjectOf);
    assert.deepEqual(
      scenarios.filter((name) => !subjects.includes(name)),
      [],
    );
  });

  for (const program of programs) {
    it(`run: ${subjectOf(program)}`, () => {
      const env = { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined };
      const strip = join(folder, `${subjectOf(program)}.mjs`);
      writeFileSync(strip, transformSync(program, { loader: 'ts', format: 'esm' }).code);
      execFileSync(process.execPath, [strip], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
    });
  }
});
