// Programs that know nothing of an emulator sign in under it, each for itself.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { environment, run, temporaryFolder } from '../command/linkpin.ts';
import { rows, table } from './matrix.ts';

/** `npm run matrix` tries all, `npm test` those that need nothing that is large. */
const isWhole = process.env['LINKPIN_WHOLE_MATRIX'] === '1';

describe('under linkpin emulate', () => {
  for (const { name, command, not } of rows.filter(({ whole }) => isWhole || whole !== true)) {
    it(`${name} ${not === undefined ? 'signs in' : `does not sign in: ${not}`}`, async (t) => {
      const home = await temporaryFolder(t);
      // Where files of ours lie has spaces in it, and quotes: what programs make of their variables is tried as well.
      const folder = join(home, `of "my" own`);
      mkdirSync(folder);
      const env = environment(home, { TMPDIR: folder });
      const { code, stdout, stderr } = await run(['emulate', '--after', '0', '--', ...command], env);
      if (not === undefined) {
        assert.equal(stdout, 'signed in as ada\n', stderr);
        assert.equal(code, 0);
      } else {
        assert.notEqual(code, 0);
        assert.doesNotMatch(stderr, /linkpin: approved/, 'it never reached the emulator');
      }
    });
  }
});

describe('the table in docs/emulator.md', () => {
  it('says what was tried', () => {
    const page = readFileSync(new URL('../../docs/emulator.md', import.meta.url), 'utf8');
    assert.ok(page.includes(`\n${table}\n`), `docs/emulator.md should have:\n${table}`);
  });
});
