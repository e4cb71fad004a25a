import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { at, filesBelow } from './paths.mjs';
import { say } from './say.mjs';
import { run } from './spawn.mjs';

/** Installs the needs of a folder of tests: Debian packages in `needs.json`, libraries in a separate lockfile. */
export async function ensureNeeds(node, folder) {
  const files = filesBelow(folder);
  const needs = files.filter((file) => basename(file) === 'needs.json');
  await ensureDebian(needs.flatMap((file) => JSON.parse(readFileSync(at(file), 'utf8')).debianPackages));
  for (const lock of files.filter((file) => basename(file) === 'package-lock.json')) {
    await ensureInstalled(node, dirname(lock), 'the programs of others that we are tested with');
  }
}

/** Ensures Debian packages: installs them if permitted, otherwise asks for them. */
export async function ensureDebian(packages) {
  const missing = packages.filter((name) => !isThere(name));
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  const command = `apt-get ${install.join(' ')}`;
  if (process.getuid?.() !== 0)
    throw new Error(`The tests need ${missing.join(', ')}. On Debian, run as root: ${command}`);
  say(`Installing ${missing.join(', ')} from Debian (${command}) …`);
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] };
  await run('apt-get', ['update', '-qq'], quiet);
  const code = await run('apt-get', install, quiet);
  if (code !== 0) throw new Error(`apt-get could not install ${missing.join(', ')}: see above.`);
}

function isThere(name) {
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}', name], options).startsWith('ii');
  } catch {
    return false;
  }
}
