// What Python loads first.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pythonSite } from '../../packages/linkpin/src/emulator/children/python-site.ts';

test('Python resolves the emulated hosts to this machine, others as before, and runs the sitecustomize of the installation', (t) => {
  const base = mkdtempSync(join(tmpdir(), 'linkpin python '));
  t.after(() => rmSync(base, { recursive: true }));
  const [ours, own] = [join(base, 'ours'), join(base, 'own')];
  for (const folder of [ours, own]) mkdirSync(folder);
  writeFileSync(join(ours, 'sitecustomize.py'), pythonSite(['plex.tv'], 2));
  writeFileSync(join(own, 'sitecustomize.py'), 'print("mine, too")\n');
  const program = `import socket
where = lambda host, port: [a[4] for a in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
print(where(b'PLEX.TV.', 443), where('plex.tv', 'https'), where('127.0.0.2', 443))`;
  const env = { PATH: process.env['PATH'], PYTHONPATH: `${ours}:${own}` };
  const said = execFileSync('/usr/bin/python3', ['-c', program], { env, encoding: 'utf8' });
  assert.equal(said, "mine, too\n[('127.0.0.1', 2)] [('127.0.0.1', 2)] [('127.0.0.2', 443)]\n");
});
