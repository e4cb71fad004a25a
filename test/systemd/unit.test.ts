// The unit of systemd. There is no systemd as the first process here: its own tools judge the file, the service is started by
// the unit's command with its environment, and what it asks of the kernel is compared with what the unit allows.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addUser, bin, environment, password, temporaryFolder } from '../command/linkpin.ts';
import { waitingDevices } from '../command/waiting-device.ts';
import { Person } from '../harness/person.ts';
import { freePort, isOpen } from '../support/ports.ts';
import { until } from '../support/until.ts';

const file = fileURLToPath(new URL('../../deploy/systemd/linkpin.service', import.meta.url));
const unit = readFileSync(file, 'utf8');

/** Whom it runs as: SQLite asks more of the kernel as root. */
const nobody = 65534;
const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];

/** All values of a key, in order. */
const valuesOf = (key: string): readonly string[] =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);

/** The system calls of a set, and of those in it. */
function callsIn(set: string): ReadonlySet<string> {
  const text = execFileSync('systemd-analyze', ['syscall-filter', set], { encoding: 'utf8' });
  const names = text
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Set(names.flatMap((name) => (name.startsWith('@') ? [...callsIn(name)] : [name])));
}

test('the unit is one, and is exposed to 2.0 of 10 at most', async (t) => {
  const folder = await temporaryFolder(t);
  const there = join(folder, 'linkpin.service');
  writeFileSync(there, unit.replace('/usr/local/bin/linkpin', process.execPath));
  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', there], { encoding: 'utf8' });
  assert.deepEqual(
    [verified.status, verified.stderr.split('\n').filter((line) => line.includes('linkpin'))],
    [0, []],
    verified.stderr,
  );
  const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', there], {
    encoding: 'utf8',
  });
  const [, exposure = 'none'] = /Overall exposure level for linkpin\.service: ([\d.]+)/.exec(stdout) ?? [];
  assert.ok(Number(exposure) <= 2, `${exposure}\n${stdout}`);
  t.diagnostic(`exposure ${exposure}`);
});

test('its command signs a device in, asks the kernel for nothing that the unit forbids, and ends with 0', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'lib');
  mkdirSync(data);
  chmodSync(folder, 0o755);
  chownSync(data, nobody, nobody);
  const port = await freePort();
  const set = Object.fromEntries(valuesOf('Environment').map((line) => line.split('=') as [string, string]));
  assert.deepEqual(set, { LINKPIN_DATA: '/var/lib/linkpin' });
  assert.deepEqual(valuesOf('StateDirectory'), ['linkpin']);
  const env = environment(folder, { ...set, LINKPIN_DATA: data, LINKPIN_PORT: String(port) });
  const [program, ...args] = (valuesOf('ExecStart')[0] ?? '').split(' ');
  assert.equal(program, '/usr/local/bin/linkpin');
  const counts = join(folder, 'calls');
  const traced = ['-f', '-c', '-U', 'name', '-o', counts, ...asNobody, process.execPath, bin, ...args];
  const child = spawn('strace', traced, { env, stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  const over = once(child, 'exit');
  await until('it serves', () => isOpen(port));
  await addUser({ data, env }, 'ada');
  const url = `http://127.0.0.1:${port}`;
  const device = await waitingDevices.plex(url);
  const person = new Person(url);
  await person.signIn('ada', password);
  await person.answer(device.code, 'yes');
  await until('the device is signed in', async () => (await device.poll(url)) !== null);

  const [pid = ''] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
  process.kill(Number(pid), 'SIGTERM');
  assert.deepEqual((await over)[0], 0);
  const filters = valuesOf('SystemCallFilter');
  assert.deepEqual(filters, ['@system-service', '~@privileged @resources']);
  const refused = new Set(['@privileged', '@resources'].flatMap((name) => [...callsIn(name)]));
  const allowed = [...callsIn('@system-service')].filter((name) => !refused.has(name));
  const asked = readFileSync(counts, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^\w+$/.test(line));
  const made = asked.filter((name) => !['syscall', 'total', 'name'].includes(name));
  assert.ok(made.length > 30, made.join(' '));
  assert.deepEqual(
    made.filter((name) => !allowed.includes(name)),
    [],
  );
});
