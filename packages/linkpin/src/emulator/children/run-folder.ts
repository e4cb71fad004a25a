import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCode } from '../../failure.ts';
import { EmulatorError } from '../error.ts';

/** How the folder of a run is called: the process that made it, then what makes it unique. */
const shape = /^linkpin-emulator-(\d+)-[\w-]{6}$/;

/** Marks a folder as one of ours. */
const mark = '.linkpin-emulator';

/**
 * Makes a folder that only this user can read.
 *
 * @throws {EmulatorError} if there is no place for one
 */
export function makeRunFolder(base: string = tmpdir()): string {
  try {
    const folder = mkdtempSync(join(base, `linkpin-emulator-${process.pid}-`));
    writeFileSync(join(folder, mark), '', { mode: 0o600 });
    return folder;
  } catch (error) {
    throw new EmulatorError(
      `The emulator cannot write to ${base} (${systemCode(error) ?? String(error)}). Set TMPDIR to a folder that it can.`,
    );
  }
}

export function removeRunFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Removes what runs left that were killed: folders that are ours, marked, no links, and whose process is gone.
 *
 * @returns the paths of what was removed
 */
export function sweepRunFolders(base: string = tmpdir()): readonly string[] {
  const names = attempt(() => readdirSync(base)) ?? [];
  const left = names.map((name) => join(base, name)).filter((path) => isLeft(path, base));
  for (const path of left) attempt(() => removeRunFolder(path));
  return left;
}

function isLeft(path: string, base: string): boolean {
  const [, pid] = shape.exec(path.slice(join(base, '/').length)) ?? [];
  if (pid === undefined || isRunning(Number(pid))) return false;
  const isOurs = (file: string): boolean => {
    const found = attempt(() => lstatSync(file));
    return found !== undefined && !found.isSymbolicLink() && found.uid === process.getuid?.();
  };
  return isOurs(path) && isOurs(join(path, mark));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

function attempt<Value>(go: () => Value): Value | undefined {
  try {
    return go();
  } catch {
    return undefined;
  }
}
