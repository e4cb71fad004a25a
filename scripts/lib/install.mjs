import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at } from './paths.mjs';
import { say } from './say.mjs';
import { run } from './spawn.mjs';

/**
 * Installs what a folder's lockfile names, unless just that is there already.
 * No install script is run: nothing here may need one.
 */
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

/** npm keeps its own record of what it installed; it is written last, so an interrupted install has none. */
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

/** How to start npm without a shell: the copy that started us, else the one beside this Node, else the one on PATH. */
function npm(node) {
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = [process.env.npm_execpath, beside].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  return script === undefined ? ['npm'] : [node.path, script];
}
