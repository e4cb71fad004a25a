import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at } from './paths.mjs';
import { say } from './say.mjs';
import { run } from './spawn.mjs';

/** Installs a folder's lockfile unless it is up to date. Runs no install scripts: none may be needed. */
export async function ensureInstalled(node, folder, what) {
  if (isInstalled(folder)) return;
  say(`Installing ${what} (npm ci in ${folder === '.' ? 'this folder' : folder}) …`);
  const [command, ...args] = npm(node);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await run(command, [...args, 'ci', ...flags], {
    cwd: at(folder),
    env: node.env,
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) throw new Error(`npm ci failed in ${at(folder)}: see above.`);
}

/** True if npm's own record of the installation is current; npm writes it last, so an interrupted one has none. */
function isInstalled(folder) {
  const record = at(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = readPackages(at(folder, 'package-lock.json'));
  const present = readPackages(record);
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    const there = present[path];
    if (path === '') return true;
    if (there === undefined) return optional === true;
    return there.version === version && there.integrity === integrity;
  });
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * The command that starts npm without a shell: the npm that started us, else the one next to this Node, else the one on
 * PATH.
 */
function npm(node) {
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = [process.env.npm_execpath, beside].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  return script === undefined ? ['npm'] : [node.path, script];
}
