import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { at } from './paths.mjs';

/**
 * What a service needs of node_modules: the libraries of the given packages and theirs, as package-lock.json has them.
 * Optional libraries are left out.
 *
 * @param {readonly string[]} names of workspaces and libraries
 * @returns {readonly string[]} paths below the root, such as `node_modules/hono`; those of workspaces left out
 */
export function productionFolders(names) {
  const { packages } = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'));
  const found = new Set();
  const visit = (name, from) => {
    const path = resolveFolder(packages, name, from);
    if (path === undefined) throw new Error(`package-lock.json has no ${name} for ${from || 'the root'}.`);
    const entry = packages[path];
    const folder = entry.link === true ? entry.resolved : path;
    if (found.has(folder)) return;
    found.add(folder);
    for (const dependency of Object.keys(packages[folder].dependencies ?? {})) visit(dependency, folder);
  };
  for (const name of names) visit(name, '');
  const folders = [...found].filter((folder) => folder.startsWith('node_modules/'));
  const missing = folders.filter((folder) => !existsSync(at(folder)));
  if (missing.length > 0) throw new Error(`These are not installed: ${missing.join(', ')}. Run npm ci.`);
  return folders;
}

/** Where Node finds a library: beside who asks for it, or above. */
function resolveFolder(packages, name, from) {
  for (let folder = from; ; folder = posix.dirname(folder)) {
    const path = posix.join(folder === '.' ? '' : folder, 'node_modules', name);
    if (packages[path] !== undefined) return path;
    if (folder === '' || folder === '.') return undefined;
  }
}
