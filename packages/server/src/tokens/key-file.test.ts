import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openKeyFile, parseKeys } from './key-file.ts';

describe('the key file', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linkpin-keys-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is made once, for its owner only, and then read', async () => {
    const file = join(folder, 'new', 'keys.json');
    const first = await openKeyFile(file);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'new'))).mode & 0o777, 0o700);
    assert.deepEqual(await openKeyFile(file), first);
    assert.deepEqual(await readdir(join(folder, 'new')), ['keys.json']);
  });

  it('is the same for many that start at once', async () => {
    const file = join(folder, 'rush.json');
    const rings = await Promise.all(Array.from({ length: 16 }, () => openKeyFile(file)));
    assert.equal(new Set(rings.map(([key]) => key?.secret)).size, 1);
  });

  it('is refused when others can read it', async () => {
    const file = join(folder, 'open.json');
    await openKeyFile(file);
    await chmod(file, 0o644);
    await assert.rejects(openKeyFile(file), /Run: chmod 600/);
  });

  it('is refused, with nothing of it repeated, when it is damaged', async () => {
    const file = join(folder, 'half.json');
    const [key] = await openKeyFile(file);
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, -10));
    await assert.rejects(openKeyFile(file), (error: Error) => {
      assert.match(error.message, /does not hold linkpin's secret keys/);
      assert.ok(!error.message.includes(key?.secret ?? ''));
      return true;
    });
    assert.throws(() => parseKeys('[]', 'LINKPIN_KEYS'), /LINKPIN_KEYS does not hold.*No secret key/);
    assert.throws(() => parseKeys('{"kid":1}', 'LINKPIN_KEYS'), /LINKPIN_KEYS/);
  });
});
