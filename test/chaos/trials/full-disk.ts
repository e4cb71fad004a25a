// Fills the disk that the tables are on while devices sign in, and makes room again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pair } from '../../postgres/pair.ts';
import { startCluster } from '../cluster/cluster.ts';
import type { Someone } from '../people.ts';
import { prepare } from '../scene.ts';
import { playStory } from '../story.ts';
import { stageOn, type Trial } from './trial.ts';

/** How long the disk is full, in milliseconds. */
const full = 4000;

/** A disk of its own. Disposing takes it away, whoever still uses it. */
interface SmallDisk extends Disposable {
  fill(): void;
  makeRoom(): void;
}

/** @param folder what the disk takes the place of: empty folders, which are made anew */
function mountSmallDisk(folder: string): SmallDisk {
  const { uid, gid } = statSync(folder);
  const inside = readdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=48m,uid=${uid},gid=${gid},mode=700`, 'linkpin', folder]);
  for (const name of inside) {
    mkdirSync(join(folder, name), { mode: 0o700 });
    chownSync(join(folder, name), uid, gid);
  }
  const ballast = join(folder, 'ballast');
  return {
    fill() {
      // It ends with an error when there is no room left.
      execFileSync('sh', ['-c', 'cat /dev/zero > "$0" 2>/dev/null || true', ballast]);
    },
    makeRoom: () => rmSync(ballast),
    [Symbol.dispose]: () => void execFileSync('umount', ['--lazy', folder]),
  };
}

/** Moves a database of the primary to a small disk; the standby keeps it where it is. */
async function moveToSmallDisk({ primary, caughtUp }: Pair, database: string): Promise<SmallDisk> {
  await primary.sql('set allow_in_place_tablespaces = on', "create tablespace small location ''");
  const oid = await primary.sql("select oid from pg_tablespace where spcname = 'small'");
  await caughtUp();
  await primary.kill();
  const disk = mountSmallDisk(join(primary.data, 'pg_tblspc', oid));
  try {
    await primary.start();
    await primary.sql(`alter database ${database} set tablespace small`);
    await caughtUp();
    return disk;
  } catch (error) {
    disk[Symbol.dispose]();
    throw error;
  }
}

/** Plays the trial on a cluster of its own. Mounting a disk needs root. */
export async function fullDisk(): Promise<Trial> {
  let people: readonly Someone[] = [];
  const made: SmallDisk[] = [];
  await using cluster = await startCluster({
    async prepare(url, pair) {
      people = await prepare(url, 30);
      made.push(await moveToSmallDisk(pair, url.slice(url.lastIndexOf('/') + 1)));
    },
  });
  using disk = made[0];
  const { world, judged } = stageOn(cluster, people, 'the disk of the primary is full for four seconds');
  const story = playStory(world, 63, 14);
  await pause(1500);
  disk?.fill();
  const big = 'create table no_room as select repeat(random()::text, 100) from generate_series(1, 10000)';
  await assert.rejects(cluster.pair.primary.sqlIn(cluster.database, big), /No space left on device/);
  await pause(full);
  disk?.makeRoom();
  return await judged(await story);
}
