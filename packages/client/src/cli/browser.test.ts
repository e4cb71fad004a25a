import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commandLine, findBrowser, openPage, type Browser } from './browser.ts';

const top = mkdtempSync(join(tmpdir(), 'linkpin-browser-'));
after(() => rmSync(top, { recursive: true }));

const all = (): boolean => true;
const url = 'https://login.example/authorize?a=$(id)&b=c';

test('there is a browser where there is a screen', () => {
  assert.deepEqual(findBrowser({ DISPLAY: ':0' }, 'linux', all), ['xdg-open']);
  assert.deepEqual(findBrowser({ WAYLAND_DISPLAY: 'wayland-0' }, 'freebsd', all), ['xdg-open']);
  assert.deepEqual(findBrowser({}, 'darwin', all), ['open']);
  assert.equal(findBrowser({}, 'win32', all)?.[0], 'rundll32.exe');
  assert.equal(findBrowser({ WSL_DISTRO_NAME: 'Debian' }, 'linux', all)?.[0], 'rundll32.exe');
});

test('there is none on a server, over SSH, or without the program that opens one', () => {
  assert.equal(findBrowser({}, 'linux', all), null);
  assert.equal(findBrowser({ DISPLAY: '', BROWSER: '' }, 'linux', all), null);
  for (const name of ['SSH_CONNECTION', 'SSH_TTY']) {
    const environment = { DISPLAY: ':0', BROWSER: 'firefox', [name]: 'x' };
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      assert.equal(findBrowser(environment, platform, all), null);
  }
  assert.equal(findBrowser({ DISPLAY: ':0', BROWSER: 'none' }, 'linux', all), null);
  const none = (): boolean => false;
  assert.equal(findBrowser({ DISPLAY: ':0' }, 'linux', none), null);
  assert.equal(findBrowser({ DISPLAY: ':0', BROWSER: 'gone' }, 'linux', none), null);
  assert.equal(findBrowser({ DISPLAY: ':0', PATH: '/nowhere' }, 'linux'), null);
  assert.deepEqual(findBrowser({ BROWSER: process.execPath, PATH: '' }, 'linux'), [process.execPath]);
});

test('BROWSER is taken at its word: the first of several, with its arguments', () => {
  const line = (BROWSER: string) => commandLine(findBrowser({ BROWSER }, 'linux', all) ?? ['none'], url);
  assert.deepEqual(line('firefox'), ['firefox', url]);
  assert.deepEqual(line(' firefox  --new-window:w3m'), ['firefox', '--new-window', url]);
  assert.deepEqual(line('open-at --to=%s now'), ['open-at', `--to=${url}`, 'now']);
});

test('an address is one argument and no shell reads it; what is not http is not opened', async () => {
  const file = join(top, 'browser');
  const opened = join(top, 'opened');
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > ${opened}.draft && mv ${opened}.draft ${opened}\n`);
  chmodSync(file, 0o755);
  const browser: Browser = [file];
  for (const wrong of ['javascript:alert(1)', 'file:///etc/passwd', '-flag', '']) openPage(wrong, browser, assert.fail);
  const folder = watch(top);
  openPage(`https://linkpin.example/link?code=$(touch ${top}/pwned);x`, browser, assert.fail);
  while (!existsSync(opened)) await once(folder, 'change');
  folder.close();
  assert.equal(readFileSync(opened, 'utf8'), `1\nhttps://linkpin.example/link?code=$(touch%20${top}/pwned);x\n`);
  assert.equal(existsSync(join(top, 'pwned')), false);
});

test('a browser that cannot be started, or ends with an error, is told', async () => {
  for (const browser of [[join(top, 'no such browser')], ['/bin/false']] as const) {
    await new Promise<void>((resolve) => openPage('https://linkpin.example', browser, resolve));
  }
});
