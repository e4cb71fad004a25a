import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeRunFolder, removeRunFolder, sweepRunFolders } from './run-folder.ts';

describe('the folder of a run', () => {
  let base: string;
  let dead: number;
  before(() => {
    base = mkdtempSync(join(tmpdir(), 'linkpin-run-folders-'));
    dead = spawnSync(process.execPath, ['-e', '']).pid;
  });
  after(() => rmSync(base, { recursive: true }));

  const left = (name: string, isMarked = true): string => {
    const path = join(base, name);
    mkdirSync(path);
    if (isMarked) writeFileSync(join(path, '.linkpin-emulator'), '');
    return path;
  };

  it('is for this user alone, and goes with the run', () => {
    const folder = makeRunFolder(base);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    removeRunFolder(folder);
    assert.ok(!existsSync(folder));
  });

  it('that a killed run left is swept; one of a run that goes on is not', () => {
    const [gone, running] = [left(`linkpin-emulator-${dead}-abcdef`), makeRunFolder(base)];
    assert.deepEqual(sweepRunFolders(base), [gone]);
    assert.ok(!existsSync(gone) && existsSync(running));
    removeRunFolder(running);
  });

  it('a link, a folder without our mark, one whose mark is a link, and other names stay', () => {
    const target = left('target');
    const link = join(base, `linkpin-emulator-${dead}-linked`);
    symlinkSync(target, link);
    const unmarked = left(`linkpin-emulator-${dead}-nomark`, false);
    const forged = left(`linkpin-emulator-${dead}-forged`, false);
    symlinkSync(join(target, '.linkpin-emulator'), join(forged, '.linkpin-emulator'));
    const other = left(`linkpin-emulator-${dead}-abcdef-more`);
    assert.deepEqual(sweepRunFolders(base), []);
    for (const path of [link, target, unmarked, forged, other]) assert.ok(existsSync(path), path);
  });

  it('that belongs to somebody else stays', (t) => {
    const path = left(`linkpin-emulator-${dead}-theirs`);
    const uid = process.getuid?.() ?? 0;
    t.mock.method(process as { getuid(): number }, 'getuid', () => uid + 1);
    assert.deepEqual(sweepRunFolders(base), []);
    assert.ok(existsSync(path));
  });

  it('cannot be made where nothing can be written: that is said in a sentence', () => {
    assert.throws(() => makeRunFolder(join(base, 'nowhere')), {
      name: 'EmulatorError',
      message: /^The emulator cannot write to .*nowhere \(ENOENT\)\. Set TMPDIR to a folder that it can\.$/,
    });
    assert.deepEqual(sweepRunFolders(join(base, 'nowhere')), []);
  });
});
