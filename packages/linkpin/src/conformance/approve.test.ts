import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { approveByCommand } from './approve.ts';
import type { Shown } from './bench.ts';
import { Unreachable } from './check.ts';

const shown = (userCode: string, verificationUri = 'https://login.example/device'): Shown => ({
  userCode,
  verificationUri,
  verificationUriComplete: null,
});

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'linkpin-approve-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

describe('a command that approves', () => {
  it('learns of the code by its environment, whatever the server calls a code', async (t) => {
    const folder = await folderOf(t);
    const out = join(folder, 'out');
    const hostile = `'; touch ${folder}/owned; $(touch ${folder}/owned) \`touch ${folder}/owned\` #`;
    await approveByCommand(
      `printf '%s|%s|%s' "$LINKPIN_DECISION" "$LINKPIN_USER_CODE" "$LINKPIN_VERIFICATION_URI" > '${out}'`,
      shown(hostile),
      'deny',
    );
    assert.equal(await readFile(out, 'utf8'), `deny|${hostile}|https://login.example/device`);
    await assert.rejects(readFile(join(folder, 'owned')), { code: 'ENOENT' });
  });

  it('gets no control characters, and no more than two thousand characters', async (t) => {
    const out = join(await folderOf(t), 'out');
    const command = `printf '%s' "$LINKPIN_USER_CODE" > '${out}'`;
    await approveByCommand(command, shown(`A\u0000B\n\u001b[31mC${'x'.repeat(5000)}`), 'approve');
    const text = await readFile(out, 'utf8');
    assert.equal(text.length, 2048);
    assert.match(text, /^AB \[31mCx+$/);
  });

  it('that fails leaves the check unreached, with what it said', async () => {
    const failing = approveByCommand('echo "nobody is at home" >&2; exit 3', shown('A'), 'approve');
    await assert.rejects(failing, (error: unknown) => {
      assert.ok(error instanceof Unreachable);
      assert.equal(error.message, 'the command of --approve ended with 3: nobody is at home');
      return true;
    });
  });
});
