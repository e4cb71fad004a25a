import { existsSync } from 'node:fs';
import { say } from './say.mjs';
import { run } from './spawn.mjs';

const chromium = '/usr/bin/chromium';

/** Makes sure of a real browser: Debian's package, installed when we may, asked for when we may not. */
export async function ensureChromium() {
  if (existsSync(chromium)) return;
  const may = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!may)
    throw new Error(
      `The browser tests need Chromium at ${chromium}: on Debian, run "apt-get install chromium" as root.`,
    );
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  say("Installing Debian's chromium for the browser tests (apt-get install -y chromium) …");
  await run('apt-get', ['update', '-qq'], quiet);
  const code = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
  if (code !== 0 || !existsSync(chromium)) throw new Error('apt-get could not install chromium: see above.');
}
