import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Joins parts below the root. */
export function at(...parts) {
  return join(root, ...parts);
}

/** All files below a folder, as paths from the root with forward slashes; [] if there is no such folder. */
export function filesBelow(folder) {
  /** @type {string[]} */
  const found = [];
  let entries;
  try {
    entries = readdirSync(at(folder), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return found;
    throw error;
  }
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') found.push(...filesBelow(path));
    } else found.push(path);
  }
  return found.sort();
}
