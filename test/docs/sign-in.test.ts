// docs/sign-in.md takes an operator to their own provider: its commands as they are printed, but for places, and a real provider.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { environment, start, temporaryFolder } from '../command/linkpin.ts';
import { Person } from '../harness/person.ts';
import { passUpstream, startUpstream } from '../sign-in/site.ts';
import { freePort } from '../support/ports.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/sign-in.md', import.meta.url)), 'utf8');

const block = (language: string, word: string): string => {
  const found = [...page.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)].find(
    ([, kind, text]) => kind === language && text?.includes(word) === true,
  );
  assert.ok(found, `a block of ${language} with ${word}`);
  return found[2] ?? '';
};

test('the page takes an operator to their own provider', async (t) => {
  const folder = await temporaryFolder(t);
  const upstream = await startUpstream({ 'sub-1': { preferred_username: 'ada' } });
  t.after(() => upstream.stop());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const back = block('', '/signin/back/oidc').trim().replace('https://link.example', url);
  upstream.serve(url, { redirect_uris: [back] });

  const [secretLine = '', ...rest] = block('sh', 'oidc.secret').split('\n');
  execFileSync('sh', ['-c', secretLine], { cwd: folder, env: { ...process.env, SECRET: 'a secret with %, + and :' } });
  const words = rest.join(' ').replaceAll('\\', ' ').trim().split(/\s+/);
  const [variable = '', command, ...args] = words;
  const [name = '', file = ''] = variable.split('=');
  assert.equal(command, 'linkpin');
  const placed = args.map((word) =>
    word.replace('https://link.example', url).replace('https://id.example', upstream.issuer),
  );
  const here = ['--port', String(port), '--data', join(folder, 'data'), '--outbound-allowed', '127.0.0.1'];
  const served = start([...placed, ...here], environment(folder, { [name]: join(folder, file) }), '', folder);
  t.after(async () => {
    served.child.kill('SIGKILL');
    await served.finished;
  });
  await served.wrote('stderr', /127\.0\.0\.1|localhost/);

  const person = new Person(url);
  const signIn = await person.get('/signin?next=/devices');
  assert.match(signIn.html, /Sign in with <bdi>Acme<\/bdi>/);
  const path = /href="(\/signin\/with\/oidc[^"]*)"/.exec(signIn.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const done = await passUpstream(person, await person.get(path), 'sub-1');
  assert.equal(done.path, '/devices');
  assert.match((await person.get('/account')).html, /Signed in with/);
});

test('the providers file of the page is one that the service takes', async (t) => {
  const folder = await temporaryFolder(t);
  writeFileSync(join(folder, 'providers.json'), block('json', 'allowedDomains'));
  writeFileSync(join(folder, 'acme.secret'), 'secret');
  writeFileSync(join(folder, 'acme.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const args = ['serve', '--providers-file', 'providers.json', '--port', '0', '--data', join(folder, 'data')];
  const served = start(args, environment(folder), '', folder);
  t.after(async () => {
    served.child.kill('SIGKILL');
    await served.finished;
  });
  const [url] = await served.wrote('stderr', /http:\/\/(?:127\.0\.0\.1|localhost):\d+/);
  assert.match(await (await fetch(`${url}/signin`)).text(), /data:image\/svg\+xml;base64,/);
});
