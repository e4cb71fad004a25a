import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { storageError } from '../storage.ts';
import { makePrivateFolder } from './private-file.ts';
import { systemCode } from './system-code.ts';

/**
 * Age after which a lock is considered abandoned, in milliseconds: more than twice as long as any work under it takes.
 */
const staleAfter = 60_000;

/** Interval between attempts to take the lock, in milliseconds. */
const retryInterval = 50;

/** The owner that is written into the lock file. */
const owner = `${hostname()} ${process.pid}`;

/**
 * Runs `work` under an exclusive lock on a file, across processes.
 *
 * @param path - absolute path of the file; the lock file is next to it
 * @throws LinkpinClientError `storage` if its folder is not writable; whatever `work` throws
 */
export async function withLock<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  const lock = `${path}.lock`;
  while (!take(lock)) {
    if (isStale(lock)) rmSync(lock, { force: true });
    else await pause(retryInterval);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @returns false if it is taken */
function take(lock: string): boolean {
  try {
    makePrivateFolder(dirname(lock));
    writeFileSync(lock, owner, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw storageError(`file ${lock} cannot be written (${systemCode(error)}). Your user must own that folder.`);
  }
}

/** True if the lock belongs to a process that no longer runs. */
function isStale(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > staleAfter) return true;
    const [host, pid = ''] = readFileSync(lock, 'utf8').split(' ');
    return host === hostname() && pid !== '' && !isAlive(Number(pid));
  } catch {
    return false; // it was released meanwhile
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
