// Whether another language is begun by one command, does not compile before it is done, and compiles then.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

const root = new URL('../../', import.meta.url).pathname;

interface NewLanguage {
  problemWith(args: readonly string[], folder: string): string | undefined;
  addLanguage(folder: string, args: readonly string[]): Promise<number>;
}

const { problemWith, addLanguage } = (await import('../../scripts/lib/new-language.mjs' as string)) as NewLanguage;

describe('a new language', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-words-'));
  const words = join(folder, 'packages/server/src/pages/words');
  after(() => rmSync(folder, { recursive: true }));

  /** What the compiler says of the catalogues, a line each. */
  const compile = () =>
    new Promise<readonly string[]>((resolve) => {
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      execFile(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { maxBuffer: 1e8 }, (_, output) =>
        resolve(output.split('\n').filter((line) => line.includes('error'))),
      );
    });

  before(() => {
    const source = 'packages/server/src';
    for (const part of ['pages', 'domain', 'protocols'])
      cpSync(join(root, source, part), join(folder, source, part), { recursive: true });
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const options = { rootDir: '.', noEmit: true, composite: false, types: ['node'], allowImportingTsExtensions: true };
    const config = {
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: options,
      include: [join(words, 'words.ts')],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  });

  it('compiles only when each text, in each plural form, is translated', async () => {
    const texts = await addLanguage(words, ['new', 'pl', 'Polski']);
    assert.ok(texts > 300);
    const left = await compile();
    assert.equal(left.length, texts, left.slice(0, 5).join('\n'));
    for (const line of left)
      assert.match(line, /pages\/words\/pl\/[\w-]+\.ts\(\d+,\d+\): error TS2304: Cannot find name 'todo'/);
    for (const file of readdirSync(join(words, 'pl'))) {
      const path = join(words, 'pl', file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/todo\(('(?:[^'\\]|\\.)*')\)/g, '$1'));
    }
    assert.deepEqual(await compile(), []);
  });

  it('is refused with a reason if it is none, or there already', () => {
    assert.match(problemWith([], words) ?? '', /^usage/);
    assert.match(problemWith(['new', 'xx-yy', 'X'], words) ?? '', /no tag/);
    assert.match(problemWith(['new', 'xx', 'X'], words) ?? '', /no language that Intl knows/);
    assert.match(problemWith(['new', 'de', 'Deutsch'], words) ?? '', /is there already/);
    assert.match(problemWith(['new', 'it', "l'italiano"], words) ?? '', /a quote/);
    assert.equal(problemWith(['new', 'he', 'עברית', 'rtl'], words), undefined);
  });
});
