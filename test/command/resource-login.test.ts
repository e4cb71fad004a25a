// `linkpin login --resource`: an API says whose tokens it takes (RFC 9728), and the command signs in there.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { addUser, environment, password, run, serve, start, temporaryFolder, type Served } from './linkpin.ts';
import { storedIn } from './oauth-server.ts';
import { Person } from '../harness/person.ts';

let served: Served;
let ada: Person;
let api: string;
let metadata: Record<string, unknown>;
const undo: (() => Promise<void> | void)[] = [];

before(async () => {
  const server = createServer((request, response) => {
    if (request.url === '/.well-known/oauth-protected-resource/films') response.end(JSON.stringify(metadata));
    else response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/films`;
  served = await serve({ after: (one) => void undo.push(one) });
  await addUser(served, 'ada');
  ada = new Person(served.url);
  await ada.signIn('ada', password);
  const flags = ['--public', '--scope', 'watch record', '--audience', api, '--data', served.data];
  const { code, stderr } = await run(['client', 'add', 'cli', ...flags], served.env);
  assert.equal(code, 0, stderr);
});
after(async () => {
  for (const one of undo.toReversed()) await one();
});

const flags = (): readonly string[] => ['login', '--resource', api, '--client-id', 'cli'];

test('the API names the issuer and the scope, and the tokens are for it', async (t) => {
  metadata = { resource: api, authorization_servers: [served.url], scopes_supported: ['watch'] };
  const env = environment(await temporaryFolder(t));
  const login = start([...flags(), '--json'], env);
  const [, code = ''] = await login.wrote('stderr', /^Code: ([\w-]+)\n/m);
  await ada.fillIn(await ada.typeCode(code), { mine: 'on', answer: 'yes', scope: 'watch' });
  const { code: exit, stdout, stderr } = await login.finished;
  assert.equal(exit, 0, stderr);
  const { issuer, scope } = JSON.parse(stdout) as Record<string, unknown>;
  assert.deepEqual([issuer, scope], [served.url, 'watch']);
  assert.equal((storedIn(env, served.url, 'cli') as { resource?: string } | undefined)?.resource, api);
});

test('what could be an attack, or leaves more than one choice, is told, and nothing is asked for', async (t) => {
  const env = environment(await temporaryFolder(t));
  for (const [members, words] of [
    [{ resource: `${api}/other` }, /has the metadata of another API: .*\/other\. That may be an attack\./],
    [{ authorization_servers: ['http://login.example'] }, /names an issuer without https/],
    [{ authorization_servers: [served.url, 'https://login.example'] }, /several issuers: .* Name one as issuer\./],
    [{ authorization_servers: [`${served.url}/`] }, /cannot be used/],
  ] as const) {
    metadata = { resource: api, authorization_servers: [served.url], ...members };
    const { code, stdout, stderr } = await run(flags(), env);
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, words);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  }
});

test('--browser fails where there is no browser, and goes not with --device', async (t) => {
  metadata = { resource: api, authorization_servers: [served.url] };
  const env = environment(await temporaryFolder(t));
  const none = await run([...flags(), '--browser'], env);
  assert.deepEqual([none.code, none.stdout], [1, '']);
  assert.match(none.stderr, /^Not signed in\. There is no browser that could be opened on this machine\./);
  const both = await run([...flags(), '--browser', '--device'], env);
  assert.match(both.stderr, /Give --device or --browser, not both\./);
});
