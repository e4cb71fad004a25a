// An agent and an MCP server, both of the SDK of MCP, unmodified: from a URL that nobody explained to a person's notes.
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hashOfSecret } from '../../packages/server/src/clients/secrets.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { password } from '../harness/people.ts';
import { Person, type Page } from '../harness/person.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { stores } from '../openid/stores.ts';
import { startHttpsSite, type HttpsSite } from '../support/https-site.ts';
import { freePort } from '../support/ports.ts';

const example = (name: string): string => fileURLToPath(new URL(`../../examples/mcp-server/${name}`, import.meta.url));

function start(context: TestContext, name: string, environment: Record<string, string>): ChildProcess {
  const program = fork(example(name), {
    execArgv: ['--conditions=linkpin-source'],
    env: { ...process.env, ...environment, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  context.after(() => program.kill());
  return program;
}

/** The lines that a program prints. */
function linesOf({ stdout }: ChildProcess): () => Promise<string> {
  assert.ok(stdout);
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return async () => String((await lines.next()).value);
}

/** What an agent prints. */
interface Told {
  readonly open?: string;
  readonly notes?: readonly string[];
  readonly client?: string;
}

describe('an agent that is told the URL of an MCP server', () => {
  let site: HttpsSite;
  const path = '/oauth/client.json';
  before(async () => {
    site = await startHttpsSite((request, response) => {
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          client_id: `${site.origin}${request.url}`,
          client_name: 'Your bank',
          redirect_uris: ['http://127.0.0.1/callback'],
          grant_types: ['authorization_code', 'refresh_token'],
          token_endpoint_auth_method: 'none',
        }),
      );
    });
  });
  after(() => site.close());

  /** A service, an MCP server that sends its people there, and an agent on its way. */
  async function begin(context: TestContext, engine: keyof typeof stores, agentEnvironment: Record<string, string>) {
    const port = await freePort();
    const resource = `http://127.0.0.1:${port}/mcp`;
    const harness = createHarness(`mcp ${engine}`, {
      clock: movableClock(Date.now),
      store: await stores[engine](context),
      settings: {
        clientRegistration: 'open',
        clientDocuments: [`${site.origin}/oauth/`],
        outboundAllowed: ['127.0.0.1'],
        registrationScopes: ['notes'],
        registrationAudiences: [resource],
      },
    });
    context.after(() => harness.service.close());
    const issuer = await harness.service.listen();
    await harness.person('ada');
    const secret = 'the secret of the notes';
    await registerClient(harness, 'notes-api', {
      authMethod: 'client_secret_basic',
      secretHash: hashOfSecret(secret),
      audiences: [resource],
    });
    const api = { CLIENT_ID: 'notes-api', CLIENT_SECRET: secret };
    const server = start(context, 'server.mjs', { ISSUER: issuer, RESOURCE: resource, PORT: String(port), ...api });
    await linesOf(server)();
    const agent = start(context, 'agent.mjs', { SERVER: resource, ...agentEnvironment });
    const next = linesOf(agent);
    const tell = async (): Promise<Told> => JSON.parse(await next()) as Told;
    return { harness, issuer, agent, tell, resource };
  }

  /** Ada signs in where the agent led her browser, and is asked. */
  async function question(issuer: string, { open = '' }: Told): Promise<{ ada: Person; page: Page }> {
    const ada = new Person(issuer);
    const page = await ada.fillIn(await ada.get(open), { name: 'ada', password });
    return { ada, page };
  }

  /** Follows the page that leads back to the agent. */
  async function followBack({ html }: Page): Promise<void> {
    const [, back = ''] = /href="(http:\/\/127\.0\.0\.1[^"]*)"/.exec(html) ?? [];
    const answer = await fetch(back.replaceAll('&amp;', '&'));
    assert.equal(await answer.text(), 'You can close this page.');
  }

  const grantsOf = async (harness: Harness) => harness.store.grants.listFor((await harness.person('ada')).id);

  for (const engine of Object.keys(stores) as (keyof typeof stores)[]) {
    it(`registers itself, has its person say yes, and keeps a note, on ${engine}`, async (context) => {
      const { harness, issuer, tell } = await begin(context, engine, {});
      const { ada, page } = await question(issuer, await tell());
      assert.match(page.html, /Example agent/);
      assert.match(page.html, /it chose this name itself/);
      await followBack(await ada.fillIn(page, { mine: 'on', answer: 'yes' }));
      const { notes, client = '' } = await tell();
      assert.deepEqual(notes, ['Water the plants']);
      const registered = await harness.store.oauthClients.byId(client);
      assert.deepEqual([registered?.isVerified, registered?.grants], [false, ['authorization_code']]);
      const [grant, ...others] = await grantsOf(harness);
      assert.deepEqual([grant?.clientId, grant?.scopes, others], [client, ['notes'], []]);
    });

    it(`is named by the URL of its document, shown by its host, and registered nowhere, on ${engine}`, async (context) => {
      const name = `${site.origin}${path}`;
      const { harness, issuer, tell } = await begin(context, engine, { CLIENT_URL: name });
      const { ada, page } = await question(issuer, await tell());
      assert.ok(page.html.includes(new URL(site.origin).host));
      assert.match(page.html, /all that is certain is this site/);
      assert.doesNotMatch(page.html, /Your bank/);
      await followBack(await ada.fillIn(page, { mine: 'on', answer: 'yes' }));
      assert.deepEqual(await tell(), { notes: ['Water the plants'], client: name });
      assert.deepEqual(
        (await harness.store.oauthClients.list()).map(({ id }) => id),
        ['notes-api'],
      );
      assert.deepEqual(
        (await grantsOf(harness)).map(({ clientId }) => clientId),
        [name],
      );
    });
  }

  it('hears that its person said no', async (context) => {
    const { issuer, agent, tell, harness } = await begin(context, 'SQLite', {});
    assert.ok(agent.stderr);
    const errors = text(agent.stderr);
    const { ada, page } = await question(issuer, await tell());
    await followBack(await ada.fillIn(page, { answer: 'no' }));
    assert.match(await errors, /Not signed in: access_denied/);
    assert.deepEqual(await grantsOf(harness), []);
  });
});
