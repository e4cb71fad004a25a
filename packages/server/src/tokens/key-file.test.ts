import assert from 'node:assert/strict';
import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { KeyFileError, openKeyFile, parseKeys, retireKey, rotateKeyFile, useKey } from './key-file.ts';

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

  it("has a fresh key in front after a rotation, keeps the others, and stays its owner's", async () => {
    const file = join(folder, 'rotated', 'keys.json');
    const [first] = await openKeyFile(file);
    if (process.getuid?.() === 0) await chown(file, 65_534, 65_534);
    const { uid, gid } = await stat(file);
    const once = await rotateKeyFile(file);
    const twice = await rotateKeyFile(file);
    assert.equal(twice.length, 3);
    assert.deepEqual(twice.slice(1), once);
    assert.deepEqual(once[1], first);
    assert.equal(new Set(twice.flatMap(({ kid, secret }) => [kid, secret])).size, 6);
    assert.deepEqual(await openKeyFile(file), twice);
    const now = await stat(file);
    assert.deepEqual([now.mode & 0o777, now.uid, now.gid], [0o600, uid, gid]);
    assert.deepEqual(await readdir(join(folder, 'rotated')), ['keys.json']);
  });

  it('has a fresh key behind the others when it is not to be used yet, until it is', async () => {
    const file = join(folder, 'last', 'keys.json');
    const [first] = await openKeyFile(file);
    const [front, last, ...rest] = await rotateKeyFile(file, 'last');
    assert.deepEqual([front, rest], [first, []]);
    assert.deepEqual(await openKeyFile(file), [first, last]);
    await assert.rejects(useKey(file, 'absent'), /has no key absent. It has/);
    assert.deepEqual(await useKey(file, last?.kid ?? ''), [last, first]);
    assert.deepEqual(await openKeyFile(file), [last, first]);
    assert.deepEqual(await useKey(file, last?.kid ?? ''), [last, first]);
    assert.deepEqual(await readdir(join(folder, 'last')), ['keys.json']);
  });

  it('loses a key that is retired, but not the newest and none that it does not have', async () => {
    const file = join(folder, 'retired', 'keys.json');
    await openKeyFile(file);
    const [newest, older] = await rotateKeyFile(file);
    await assert.rejects(retireKey(file, newest?.kid ?? ''), /is the newest.*Rotate the keys first/);
    await assert.rejects(retireKey(file, 'absent'), /has no key absent. It has/);
    assert.deepEqual(await openKeyFile(file), [newest, older]);
    assert.deepEqual(await retireKey(file, older?.kid ?? ''), [newest]);
    assert.deepEqual(await openKeyFile(file), [newest]);
    assert.deepEqual(await readdir(join(folder, 'retired')), ['keys.json']);
  });

  it('loses no key when many rotate at once: who is not let in is told so', async () => {
    const file = join(folder, 'contested', 'keys.json');
    await openKeyFile(file);
    const told = await Promise.allSettled(Array.from({ length: 16 }, () => rotateKeyFile(file)));
    const made = told.flatMap((one) => (one.status === 'fulfilled' ? [one.value[0]?.kid] : []));
    for (const one of told)
      if (one.status === 'rejected') assert.ok(one.reason instanceof KeyFileError, String(one.reason));
    assert.ok(made.length >= 1);
    const kept = (await openKeyFile(file)).map(({ kid }) => kid);
    assert.equal(kept.length, made.length + 1);
    assert.ok(made.every((kid) => kept.includes(kid ?? '')));
  });

  it('says so at once where its folder cannot be made', { timeout: 60_000 }, async () => {
    await assert.rejects(openKeyFile('/proc/linkpin-none/x/keys.json'), { code: 'ENOENT' });
  });

  it('is left as it is when it cannot be rotated', async () => {
    const file = join(folder, 'unfit', 'keys.json');
    await assert.rejects(rotateKeyFile(file), { code: 'ENOENT' });
    await openKeyFile(file);
    await writeFile(`${file}.rotating`, '');
    await assert.rejects(rotateKeyFile(file), /Somebody is changing the keys.*delete .*keys\.json\.rotating/);
    await rm(`${file}.rotating`);
    await writeFile(file, 'damaged');
    await assert.rejects(rotateKeyFile(file), /does not hold linkpin's secret keys/);
    assert.equal(await readFile(file, 'utf8'), 'damaged');
    assert.deepEqual(await readdir(join(folder, 'unfit')), ['keys.json']);
  });
});
