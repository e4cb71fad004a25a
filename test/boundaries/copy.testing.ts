import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const leftOut = new Set(['.git', 'node_modules', 'dist']);
const leftOutAtTop = new Set(['data', 'pictures'].map((name) => join(root, name)));

/** A copy of the repository that may be damaged at will. It borrows the installed libraries but not our own packages. */
export function copyOfRepository(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-boundaries-'));
  cpSync(root, folder, { recursive: true, filter: (path) => !leftOut.has(basename(path)) && !leftOutAtTop.has(path) });
  lendLibraries(folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function lendLibraries(folder: string): void {
  const packages = readdirSync(join(root, 'packages'));
  const own = join(folder, 'node_modules', '@linkpin');
  mkdirSync(own, { recursive: true });
  for (const entry of readdirSync(join(root, 'node_modules'))) {
    if (!['@linkpin', '.cache', ...packages].includes(entry)) link(root, folder, 'node_modules', entry);
  }
  for (const name of packages) {
    const target = name === 'linkpin' ? join(folder, 'node_modules', name) : join(own, name);
    symlinkSync(join(folder, 'packages', name), target, 'dir');
    link(root, folder, 'packages', name, 'node_modules');
  }
}

function link(from: string, to: string, ...path: readonly string[]): void {
  if (existsSync(join(from, ...path))) symlinkSync(join(from, ...path), join(to, ...path));
}
