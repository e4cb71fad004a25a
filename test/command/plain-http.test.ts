// What the command says when it is sent to an https port with plain http, or the other way round.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createPlain, type Server } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { before, test } from 'node:test';
import { generate } from 'selfsigned';
import { environment, run, temporaryFolder } from './linkpin.ts';

type T = Parameters<typeof temporaryFolder>[0];

let tls: ServerOptions;
before(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
  tls = { key, cert };
});

/** The port of a server until the test is over. */
async function portOf(t: T, server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(async () => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Every command that calls a server. */
const callers = (server: string): readonly (readonly string[])[] => [
  ['login', '--non-interactive', '--server', server],
  ['login', '--issuer', server, '--client-id', 'tv', '--device'],
  ['whoami', '--server', server],
  ['status', '--server', server],
  ['devices', '--server', server],
  ['approve', '7RQZ', '--server', server],
  ['deny', '7RQZ', '--server', server],
  ['healthcheck', '--url', server],
];

test('plain http to an https port is told, with the address to write', async (t) => {
  const port = await portOf(
    t,
    createServer(tls, (_, response) => response.end('{}')),
  );
  const env = environment(await temporaryFolder(t), { LINKPIN_TOKEN: 'a-token' });
  for (const args of callers(`http://127.0.0.1:${port}`)) {
    const { code, stderr } = await run(args, env);
    assert.deepEqual(
      [code, stderr],
      [
        1,
        `http://127.0.0.1:${port} cannot be used. It speaks https there, not plain http. Write https:// in front: https://127.0.0.1:${port}\n`,
      ],
      args.join(' '),
    );
  }
});

test('a port that speaks plain http is not taken for one with https, nor one where nothing is', async (t) => {
  const other = createPlain((_, response) => response.writeHead(400).end('The plain HTTP request was sent to nobody'));
  const port = await portOf(t, other);
  const env = environment(await temporaryFolder(t), { LINKPIN_TOKEN: 'a-token' });
  for (const args of callers(`http://127.0.0.1:${port}`)) {
    const { code, stderr } = await run(args, env);
    assert.equal(code, 1);
    assert.doesNotMatch(stderr, /speaks https/, args.join(' '));
  }
  const { stderr } = await run(['whoami', '--server', `https://127.0.0.1:${port}`], env);
  assert.match(
    stderr,
    /It does not speak https there\. Is the port right\? For plain http, write http:\/\/ in front\./,
  );
});
