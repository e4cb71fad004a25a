import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { at } from './paths.mjs';
import { ensureInstalled } from './install.mjs';
import { say } from './say.mjs';

const needed = 24;
const program = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * A Node to run things with.
 * @typedef {{ path: string, env: NodeJS.ProcessEnv }} Node
 * `path` is the executable; `env` is ours with the folder of that executable first on PATH.
 */

/** Finds a Node of at least 24: the running one, else one on PATH, else the repository's own. @returns {Promise<Node>} */
export async function findNode() {
  if (major(process.versions.node) >= needed) return nodeAt(process.execPath);
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, program);
    if (folder !== '' && existsSync(path) && versionOf(path) >= needed) return nodeAt(path);
  }
  return ownNode('node', '24');
}

/** Installs the Node that tooling/<folder> pins, for this platform. @returns {Promise<Node>} */
export async function ownNode(folder, version) {
  await ensureInstalled(nodeAt(process.execPath), `tooling/${folder}`, `Node ${version}, for this repository only`);
  const packages = at('tooling', folder, 'node_modules');
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const home = join(packages, `node-${platform}-${process.arch}`);
  const path = [join(home, 'bin', program), join(home, program)].find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw new Error(
      `There is no Node ${version} package for ${process.platform} ${process.arch}: install Node ${version} from https://nodejs.org and put it on PATH.`,
    );
  }
  return nodeAt(path);
}

function nodeAt(path) {
  const env = { ...process.env };
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  env[name] = [dirname(path), env[name]].filter(Boolean).join(delimiter);
  return { path, env };
}

function versionOf(path) {
  try {
    return major(execFileSync(path, ['--version'], { encoding: 'utf8' }).trim().slice(1));
  } catch {
    say(`${path} does not run; looking further.`);
    return 0;
  }
}

function major(version) {
  return Number.parseInt(version, 10);
}
