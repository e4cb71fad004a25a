// docs/cluster.md is played as it is printed: real PostgreSQL with a standby, PgBouncer, HAProxy and three replicas, with the
// page's addresses and folders replaced by those of the test.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addUser, bin, environment, password, serveAgain, start, temporaryFolder } from '../command/linkpin.ts';
import { waitingDevices } from '../command/waiting-device.ts';
import { Person } from '../harness/person.ts';
import { startPair } from '../postgres/pair.ts';
import { createSandbox } from '../postgres/sandbox.ts';
import { startProgram } from '../postgres/start-program.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/cluster.md', import.meta.url)), 'utf8');

/** The blocks of a section, by its heading. */
function blocks(heading: string, kind: string): readonly string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading));
  assert.ok(section, heading);
  const found = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].filter(([, language]) => language === kind);
  assert.ok(found.length > 0, `${heading} has a block of ${kind}`);
  return found.map(([, , text = '']) => text);
}

test('the page is played from one box to three replicas', async (t) => {
  const folder = await temporaryFolder(t);
  const pair = await startPair({ synchronous: false });
  t.after(async () => pair[Symbol.asyncDispose]());
  const { primary, standby } = pair;
  const sandbox = createSandbox();
  t.after(async () => sandbox[Symbol.asyncDispose]());
  const ports = { r1: await freePort(), r2: await freePort(), r3: await freePort() };
  const [proxy, bouncer] = [await freePort(), await freePort()];

  // The page's places, and what they are here.
  const here: readonly (readonly [string | RegExp, string])[] = [
    ['db1,db2', `127.0.0.1:${primary.port},127.0.0.1:${standby.port}`],
    ['--host=db1', `--host=127.0.0.1 --port=${primary.port}`],
    ['host=db1 port=5432', `host=127.0.0.1 port=${primary.port}`],
    ['bouncer:6432', `127.0.0.1:${bouncer}`],
    ['listen_port = 6432', `listen_port = ${bouncer}\nunix_socket_dir =`],
    ['10.0.0.11:4747', `127.0.0.1:${ports.r1}`],
    ['10.0.0.12:4747', `127.0.0.1:${ports.r2}`],
    ['10.0.0.13:4747', `127.0.0.1:${ports.r3}`],
    ['10.0.0.5', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    [':443 ssl crt /etc/haproxy/link.pem', `127.0.0.1:${proxy}`],
    ['https://link.example.org', `http://127.0.0.1:${proxy}`],
    ['/etc/pgbouncer', sandbox.folder],
    [/(?<=\s|=|sqlite:)(?=\/(?:etc|var|backups)\/)/, folder],
    // Each "machine" has a folder.
    [/(10\.0\.0\.\d+):(?=\/)/, `${folder}/$1`],
    ['(s1, s2)', '(s1, standby)'],
  ];
  const placed = (text: string): string =>
    here.reduce((result, [there, mine]) => {
      const everywhere = typeof there === 'string' ? there : new RegExp(there.source, 'g');
      return result.replaceAll(everywhere, mine);
    }, text);

  const tools = join(folder, 'bin');
  for (const place of ['bin', 'etc/linkpin', 'var/lib', 'backups']) mkdirSync(join(folder, place), { recursive: true });
  for (const replica of ['10.0.0.11', '10.0.0.12', '10.0.0.13']) {
    mkdirSync(join(folder, replica, 'etc/linkpin'), { recursive: true });
  }
  const tool = (name: string, ...command: readonly string[]): void =>
    writeFileSync(join(tools, name), `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`, { mode: 0o755 });
  tool('linkpin', process.execPath, bin);
  tool('scp', 'cp', '-p');
  writeFileSync(join(folder, 'etc/linkpin/password'), 'a-good-one\n', { mode: 0o600 });
  const env = environment(folder, {
    PATH: `${tools}:${process.env['PATH']}`,
    PGPASSWORD: new URL(primary.url).password,
  });
  await primary.sql('drop role linkpin');

  /** Runs the commands of a section as somebody types them, until one fails. */
  const play = (heading: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const script = blocks(heading, 'sh').map(placed).join('');
      // What a block has exported holds for those below it; the superuser's password is asked for again.
      const text = `set -e\nexport LINKPIN_STORE_PASSWORD_FILE=${folder}/etc/linkpin/password LINKPIN_KEYS_FILE=${folder}/var/lib/linkpin/keys.json\n${script}`;
      execFile('/bin/bash', ['-c', text], { env, cwd: folder }, (error, stdout, stderr) =>
        error === null ? resolve(stdout) : reject(new Error(`${heading}: ${stderr}\n${script}`)),
      );
    });

  // One box, with somebody signed in and somebody who waits.
  const data = join(folder, 'var/lib/linkpin');
  const box = await serveAgain(t, { data, env });
  await addUser(box, 'ada');
  const [linked, waiting] = [await waitingDevices.plex(box.url), await waitingDevices.plex(box.url)];
  const ada = new Person(box.url);
  await ada.signIn('ada', password);
  await ada.answer(linked.code, 'yes');
  await until('it is signed in', async () => (await linked.poll(box.url)) !== null);
  box.child.kill('SIGTERM');
  await box.finished;

  await play('2.');
  // The tables are there from step 2, and the move finds them empty.
  await play('3.');
  await until('the standby is waited for', async () => {
    return (await primary.sql(`select count(*) from pg_stat_replication where sync_state = 'quorum'`)) === '1';
  });
  assert.match(await play('4.'), /^Moved \d+ rows to /);
  await play('5.');

  const variables = (text: string): NodeJS.ProcessEnv =>
    Object.fromEntries(
      placed(text)
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  const [unit = ''] = blocks('6.', 'ini');
  const serveAt = async (machine: string, port: number, more: NodeJS.ProcessEnv = {}) => {
    const own = { LINKPIN_KEYS_FILE: join(folder, machine, 'etc/linkpin/keys.json'), LINKPIN_PORT: String(port) };
    const replica = start(['serve', '--json', '--data', join(folder, machine, 'data')], {
      ...env,
      ...variables(unit),
      ...own,
      ...more,
    });
    t.after(async () => {
      replica.child.kill('SIGKILL');
      await replica.finished;
    });
    await replica.wrote('stdout', /^.+\n/);
    return replica;
  };
  const first = await serveAt('10.0.0.11', ports.r1);
  await serveAt('10.0.0.12', ports.r2);
  await serveAt('10.0.0.13', ports.r3);
  assert.match(await play('6.'), /^ready\nready\nready\nNUMBER[\s\S]*ada/);

  const config = join(sandbox.folder, 'haproxy.cfg');
  writeFileSync(config, placed(blocks('7.', 'haproxy').join('')), { mode: 0o644 });
  await startProgram(sandbox, '/usr/sbin/haproxy', ['-db', '-f', config], proxy);
  const front = `http://127.0.0.1:${proxy}`;
  await until('a replica is taken for well', async () => (await fetch(`${front}/healthz`)).status === 200);
  assert.ok(await linked.isSignedIn(front), 'who was signed in is so still');
  assert.equal(await waiting.poll(front), null);
  const browser = new Person(front);
  await browser.signIn('ada', password);
  await browser.answer(waiting.code, 'yes');
  await until('who waited has a token', async () => (await waiting.poll(front)) !== null);

  await play('8.');
  const [pooler = '', throughIt = ''] = blocks('8.', 'ini');
  writeFileSync(join(sandbox.folder, 'users.txt'), '"linkpin" "a-good-one"\n', { mode: 0o644 });
  writeFileSync(join(sandbox.folder, 'pgbouncer.ini'), placed(pooler), { mode: 0o644 });
  await startProgram(sandbox, '/usr/sbin/pgbouncer', [join(sandbox.folder, 'pgbouncer.ini')], bouncer);
  first.child.kill('SIGTERM');
  await first.finished;
  await serveAt('10.0.0.11', ports.r1, variables(throughIt));
  assert.ok(await waiting.isSignedIn(`http://127.0.0.1:${ports.r1}`), 'through the pooler');

  assert.equal(await play('A new version'), 'Nothing to do: the tables have the newest form.\n');
  assert.match(await play('Backups'), /\bada\b/);
});
