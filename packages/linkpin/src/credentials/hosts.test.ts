import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { configFolder } from '@linkpin/client/cli';
import { isLinkpinClientError } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { hostsFile } from './hosts-file.ts';

const top = mkdtempSync(join(tmpdir(), 'linkpin-hosts-'));
after(() => rmSync(top, { recursive: true }));
const fresh = (): string => join(mkdtempSync(join(top, 'home-')), 'config', 'linkpin');

const home = { clientIdentifier: 'c1', token: 't1', user: 'Ada' };
const away = { clientIdentifier: 'c2' };

test('what is written can be read again, each server apart', async () => {
  const hosts = hostsFile(fresh());
  assert.equal(await hosts.isNew(), true);
  assert.equal(await hosts.read('https://home.example'), undefined);
  await hosts.write('https://home.example', home);
  await hosts.write('https://away.example', away);
  assert.equal(await hosts.isNew(), false);
  assert.deepEqual(await hostsFile(join(hosts.path, '..')).read('https://home.example'), home);
  assert.deepEqual(await hosts.read('https://away.example'), away);
});

test('nobody else can read the file or look into its folder, even where they could before', async () => {
  const folder = fresh();
  const hosts = hostsFile(folder);
  await hosts.write('https://home.example', home);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  chmodSync(hosts.path, 0o644);
  await hosts.write('https://home.example', home);
  assert.equal(statSync(hosts.path).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder), ['hosts.json']);
});

test('a file that is damaged is not written over', async () => {
  const hosts = hostsFile(fresh());
  await hosts.write('https://home.example', home);
  for (const text of ['{"hosts":', '[]', '{"hosts":[]}', 'null']) {
    writeFileSync(hosts.path, text);
    await assert.rejects(hosts.read('https://home.example'), Failure);
    await assert.rejects(hosts.write('https://home.example', home), Failure);
    assert.equal(readFileSync(hosts.path, 'utf8'), text);
  }
});

test('a folder that cannot be made is told', async () => {
  const file = join(top, 'file');
  writeFileSync(file, '');
  await assert.rejects(hostsFile(join(file, 'linkpin')).write('https://home.example', home), (error: Error) => {
    assert.ok(isLinkpinClientError(error, 'storage'));
    assert.match(error.message, /cannot be (read|written) \(ENOTDIR\)/);
    return true;
  });
  assert.equal(existsSync(join(file, 'linkpin')), false);
});

test('the folder is where the system keeps such things', () => {
  assert.equal(configFolder('linkpin', { XDG_CONFIG_HOME: '/x' }, 'linux'), join('/x', 'linkpin'));
  assert.equal(configFolder('linkpin', {}, 'linux'), join(homedir(), '.config', 'linkpin'));
  assert.equal(configFolder('linkpin', { XDG_CONFIG_HOME: '' }, 'darwin'), join(homedir(), '.config', 'linkpin'));
  assert.equal(configFolder('linkpin', { APPDATA: 'C:\\a' }, 'win32'), join('C:\\a', 'linkpin'));
});
