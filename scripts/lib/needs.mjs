import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ensureDebian } from './debian.mjs';
import { ensureInstalled } from './install.mjs';
import { at, filesBelow } from './paths.mjs';

/** Installs the needs of a folder of tests: Debian packages in `needs.json`, libraries in a separate lockfile. */
export async function ensureNeeds(node, folder) {
  const files = filesBelow(folder);
  const needs = files.filter((file) => basename(file) === 'needs.json');
  await ensureDebian(needs.flatMap((file) => JSON.parse(readFileSync(at(file), 'utf8')).debianPackages));
  for (const lock of files.filter((file) => basename(file) === 'package-lock.json')) {
    await ensureInstalled(node, dirname(lock), 'the programs of others that we are tested with');
  }
}
