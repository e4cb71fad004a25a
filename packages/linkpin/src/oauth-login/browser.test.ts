import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine, findBrowser } from './browser.ts';

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
