// A service, the page of examples/tv from its own server, and Ada, who has a phone.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { password } from '../harness/people.ts';
import { Person } from '../harness/person.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import type { OAuthClient } from '../../packages/server/src/service/ports/oauth-clients.ts';

/** What runs. */
export interface TvScene {
  readonly harness: Harness;
  readonly issuer: string;
  readonly ada: Person;
  /** Ada answers the question of a code. */
  answer(code: string, what: 'yes' | 'no'): Promise<void>;
  /** Starts the example's server for a client; it ends with the scene. */
  page(clientId?: string): Promise<string>;
  close(): Promise<void>;
}

/** @param client what is different of it from others here */
export async function tvScene(client: Partial<OAuthClient> = {}): Promise<TvScene> {
  const harness = createHarness('tv example', { clock: movableClock(Date.now) });
  const issuer = await harness.service.listen();
  await harness.person('ada');
  await registerClient(harness, 'tv', { name: 'Lumen', scopes: ['openid', 'profile'], audiences: [], ...client });
  const ada = new Person(issuer);
  await ada.signIn('ada', password);
  const servers: ChildProcess[] = [];
  return {
    harness,
    issuer,
    ada,
    answer: async (code, what) => void (await ada.answer(code, what)),
    async page(clientId = 'tv') {
      const file = fileURLToPath(new URL('../../examples/tv/server.mjs', import.meta.url));
      const env = { ...process.env, ISSUER: issuer, CLIENT_ID: clientId, PORT: '0', NODE_OPTIONS: '' };
      const server = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      servers.push(server);
      const { value } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
      assert.match(String(value), /^http:/);
      return String(value);
    },
    async close() {
      for (const server of servers) server.kill();
      await harness.service.close();
    },
  };
}
