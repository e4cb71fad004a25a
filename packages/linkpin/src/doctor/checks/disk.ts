import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Settings } from '@linkpin/server';
import { systemCode } from '../../failure.ts';
import { pathsIn } from '../../serve/data-folder.ts';
import { findingsOf, type Finding } from '../finding.ts';

const { ok, note, wrong } = findingsOf('disk');

const mebibyte = 1024 * 1024;

/** Below the one the service may stop soon, below the other somebody should look; in bytes. */
const enough = { toGoOn: 64 * mebibyte, toRest: 1024 * mebibyte };

/** Whether there is room for the data folder, and whether it can be written. */
export function checkDisk({ data, store }: Pick<Settings, 'data' | 'store'>): Finding {
  const { path } = pathsIn(data);
  let place = path;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  try {
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return store === undefined
      ? wrong(
          `${place} cannot be written (${systemCode(error)}).`,
          'Let the user who runs linkpin own it, or choose another with --data.',
        )
      : note(`${place} cannot be written (${systemCode(error)}), so "linkpin invite" needs --public-url.`);
  }
  return roomIn(path, place);
}

/** @param place where it is, or will be */
function roomIn(path: string, place: string): Finding {
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  const room =
    free >= 1024 * mebibyte ? `${(free / mebibyte / 1024).toFixed(1)} GiB` : `${Math.floor(free / mebibyte)} MiB`;
  const found = `${room} are free for ${path}.`;
  if (free < enough.toGoOn) return wrong(found, 'Make room: on a full disk nothing can be linked.');
  return free < enough.toRest ? note(found, 'Make room before long.') : ok(found);
}
