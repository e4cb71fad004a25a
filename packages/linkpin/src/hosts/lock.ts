import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, systemCode } from '../failure.ts';
import { makeFolder } from '../make-folder.ts';

/** After so long whoever has it is taken for dead, in milliseconds: nothing that we do meanwhile takes half as long. */
const stale = 60_000;

/** How often to look whether it is free, in milliseconds. */
const often = 50;

/** Whose it is. */
const own = `${hostname()} ${process.pid}`;

/**
 * Does one piece of work at a time on a file, whichever process wants to: others wait.
 *
 * @param path absolute; the lock lies beside it
 * @throws {Failure} when its folder cannot be written to; what the work throws
 */
export async function alone<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  const lock = `${path}.lock`;
  while (!take(lock)) {
    if (isLeft(lock)) rmSync(lock, { force: true });
    else await pause(often);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @returns false when somebody has it */
function take(lock: string): boolean {
  try {
    makeFolder(dirname(lock));
    writeFileSync(lock, own, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw new Failure(`${lock} cannot be written (${systemCode(error)}). Your user must own that folder.`);
  }
}

/** True when a process left it behind that did not live to take it away. */
function isLeft(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > stale) return true;
    const [host, pid = ''] = readFileSync(lock, 'utf8').split(' ');
    return host === hostname() && pid !== '' && !isAlive(Number(pid));
  } catch {
    return false; // it has just gone
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
