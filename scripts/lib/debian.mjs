import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { say } from './say.mjs';
import { run } from './spawn.mjs';

/**
 * Files that exist only while packages are installed: the tests start programs of their own, so nothing that belongs to
 * the system may be started, and no database cluster created.
 */
const whileInstalling = [
  // Debian Policy 9.11.3: a maintainer script asks this program before it starts a service; 101 forbids it.
  { path: '/usr/sbin/policy-rc.d', text: '#!/bin/sh\nexit 101\n', mode: 0o755 },
  {
    path: '/etc/postgresql-common/createcluster.d/linkpin-tests.conf',
    text: 'create_main_cluster = false\n',
    mode: 0o644,
  },
];

/** Ensures Debian packages: installs them if permitted, otherwise asks for them. Starts no service. */
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
  const ours = whileInstalling.filter(({ path }) => !existsSync(path));
  try {
    for (const { path, text, mode } of ours) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { mode });
    }
    const code = await run('apt-get', install, quiet);
    if (code !== 0) throw new Error(`apt-get could not install ${missing.join(', ')}: see above.`);
  } finally {
    for (const { path } of ours) rmSync(path, { force: true });
  }
}

function isThere(name) {
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}', name], options).startsWith('ii');
  } catch {
    return false;
  }
}
