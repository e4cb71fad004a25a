// Somebody who is signed in on the pages of a service and answers for codes, and the command that asks them.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Person } from '../harness/person.ts';

/** For `--approve`: what the server said goes to curl by the environment. */
export async function startApprover(
  t: { after(undo: () => void): void },
  service: string,
  name: string,
  password: string,
): Promise<string> {
  const person = new Person(service);
  await person.signIn(name, password);
  const server = createServer((request, response) => {
    void text(request)
      .then(async (body) => {
        const form = new URLSearchParams(body);
        const { path } = await person.answer(form.get('code') ?? '', form.get('decision') === 'deny' ? 'no' : 'yes');
        response.writeHead(path === '/done' ? 204 : 409).end();
      })
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const fields = '--data-urlencode "code=$LINKPIN_USER_CODE" --data-urlencode "decision=$LINKPIN_DECISION"';
  return `curl --fail --silent --show-error ${fields} http://127.0.0.1:${port}/`;
}
