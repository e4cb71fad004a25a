import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findBrowser, openPage } from './browser.ts';

const top = mkdtempSync(join(tmpdir(), 'linkpin-browser-'));
after(() => rmSync(top, { recursive: true }));

test('a browser is looked for where there is one, and BROWSER has the last word', () => {
  const file = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform) => findBrowser(environment, platform)?.file;
  assert.equal(file({}, 'linux'), undefined);
  assert.equal(file({ DISPLAY: ':0' }, 'linux'), 'xdg-open');
  assert.equal(file({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux'), 'xdg-open');
  assert.equal(file({ WSL_DISTRO_NAME: 'Debian' }, 'linux'), 'rundll32.exe');
  assert.equal(file({}, 'darwin'), 'open');
  assert.equal(file({}, 'win32'), 'rundll32.exe');
  assert.equal(file({ DISPLAY: ':10', SSH_CONNECTION: 'x' }, 'linux'), undefined);
  assert.equal(file({ SSH_TTY: '/dev/pts/1' }, 'darwin'), undefined);
  assert.equal(file({ BROWSER: 'firefox', SSH_TTY: '/dev/pts/1' }, 'linux'), 'firefox');
  assert.equal(file({ BROWSER: 'none', DISPLAY: ':0' }, 'linux'), undefined);
});

test('an address is one argument and no shell reads it; what is not http is not opened', async () => {
  const file = join(top, 'browser');
  const opened = join(top, 'opened');
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > ${opened}.draft && mv ${opened}.draft ${opened}\n`);
  chmodSync(file, 0o755);
  const browser = { file, args: [] };
  for (const wrong of ['javascript:alert(1)', 'file:///etc/passwd', '-flag', '']) openPage(wrong, browser);
  const folder = watch(top);
  openPage(`https://linkpin.example/link?code=$(touch ${top}/pwned);x`, browser);
  while (!existsSync(opened)) await once(folder, 'change');
  folder.close();
  assert.equal(readFileSync(opened, 'utf8'), `1\nhttps://linkpin.example/link?code=$(touch%20${top}/pwned);x\n`);
  assert.equal(existsSync(join(top, 'pwned')), false);
  openPage('https://linkpin.example', { file: join(top, 'no such browser'), args: [] });
});
