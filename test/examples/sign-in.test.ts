// The command line in examples/cli, and the Electron app in examples/electron with Electron's APIs handed in: signed in at
// oidc-provider and at linkpin itself.
import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addUser, environment, password, run, serve, temporaryFolder, type Served } from '../command/linkpin.ts';
import { openTerminal } from '../command/terminal.ts';
import { Person } from '../harness/person.ts';

const path = (file: string): string => fileURLToPath(new URL(`../../examples/${file}`, import.meta.url));
const acme = path('cli/acme.mjs');

interface OidcProvider {
  readonly issuer: string;
  readonly approve: (address: string) => Promise<string>;
  readonly stop: () => void;
}

let provider: OidcProvider;
let api: { readonly url: string; readonly tokens: string[] };
const undo: (() => void)[] = [];

/** An API that takes whatever token comes, and remembers it. */
async function startApi(): Promise<typeof api> {
  const tokens: string[] = [];
  const server = createServer(({ headers }, response) => {
    tokens.push(headers.authorization ?? '');
    response.end('["Metropolis"]');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens };
}

before(async () => {
  const { startOidcProvider } = (await import(
    new URL('../clients/oauth-peers/oidc-provider.mjs', import.meta.url).href
  )) as { startOidcProvider: () => Promise<OidcProvider> };
  provider = await startOidcProvider();
  api = await startApi();
});
after(() => {
  provider.stop();
  for (const one of undo) one();
});

/** What the examples are told; the browser is the test. */
const settings = (home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...environment(home),
  ACME_ISSUER: provider.issuer,
  ACME_CLIENT: 'cli',
  ACME_SCOPE: 'openid offline_access',
  ACME_API: api.url,
  BROWSER: '/bin/true',
  SSH_CONNECTION: '',
  SSH_TTY: '',
  NODE_OPTIONS: '',
  ...more,
});

interface Event {
  readonly kind: string;
  readonly url?: string;
  readonly code?: string;
  readonly urlWithCode?: string;
}

/** Runs the command line without a terminal; `onEvent` hears each line of JSON. */
async function play(args: readonly string[], env: NodeJS.ProcessEnv, onEvent: (event: Event) => Promise<unknown>) {
  const child = spawn(process.execPath, [acme, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kinds: string[] = [];
  const others: string[] = [];
  const heard = (async () => {
    for await (const line of createInterface(child.stderr)) {
      if (!line.startsWith('{')) others.push(line);
      else {
        const event = JSON.parse(line) as Event;
        kinds.push(event.kind);
        await onEvent(event);
      }
    }
  })();
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close'), heard]);
  return { code: code as number, stdout, kinds, others };
}

const nobody = (): Promise<never> => Promise.reject(new Error('somebody was asked'));

describe('the command line', () => {
  it('signs in by the browser, is asked once, calls its API, says who is there, and signs out', async (t) => {
    const env = settings(await temporaryFolder(t));
    let page = '';
    const first = await play(['films'], env, async ({ kind, url = '' }) => {
      if (kind === 'browser') page = await provider.approve(url);
    });
    assert.deepEqual([first.code, first.stdout, first.kinds], [0, '["Metropolis"]\n', ['browser', 'signed_in']]);
    assert.match(page, /<title>acme<\/title>[\s\S]*You are signed in to acme\.[\s\S]*You can close this window\./);
    const again = await play(['films'], env, nobody);
    assert.deepEqual([again.code, again.stdout, again.kinds], [0, '["Metropolis"]\n', []]);
    assert.match(api.tokens.at(-1) ?? '', /^Bearer \S+$/);
    assert.equal((await play(['whoami'], env, nobody)).stdout, 'ada\n');
    const file = join(env['XDG_CONFIG_HOME'] ?? '', 'acme', 'oauth.json');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal((await play(['logout'], env, nobody)).stdout, 'Signed out.\n');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { issuers: {} });
    const { code, others } = await play(['whoami'], env, nobody);
    assert.deepEqual([code, others], [1, [`the sign-in at ${provider.issuer} has ended`]]);
  });

  it('on a terminal, Enter asks for a code, which is drawn as well; another device approves it', async (t) => {
    const env = settings(await temporaryFolder(t));
    const terminal = await openTerminal(t, ['login'], env, [100, 60], [acme]);
    await terminal.shows(/Press Enter for a code that works on any device\./);
    await terminal.type('Enter');
    const lines = await terminal.shows(/Waiting for up to 10 minutes\./);
    assert.ok(
      lines.some((line) => line.includes('█▀')),
      lines.join('\n'),
    );
    const code = lines.map((line) => /^ {2}([A-Z]{4}-[A-Z]{4})$/.exec(line)?.[1]).find((found) => found !== undefined);
    await provider.approve(`${provider.issuer}/device?user_code=${code}`);
    await terminal.shows(/Signed in at http:\S+\.\n\n\(left with 0\)/);
  });

  it('tells how it is used, and what went wrong, in a line', async (t) => {
    const env = settings(await temporaryFolder(t));
    for (const args of [[], ['constructor']]) {
      const { code, others } = await play(args, env, nobody);
      assert.deepEqual([code, others], [1, ['Usage: acme login | films | whoami | logout']]);
    }
    const lost = await play(['login'], { ...env, ACME_ISSUER: 'http://127.0.0.1:9' }, async () => {});
    assert.deepEqual([lost.code, lost.kinds, lost.others.length], [1, ['failed'], 1]);
  });
});

describe('the command line at linkpin', () => {
  let served: Served;
  let ada: Person;
  const stop: (() => Promise<void>)[] = [];
  before(async () => {
    served = await serve({ after: (one) => void stop.push(one) });
    await addUser(served, 'ada');
    ada = new Person(served.url);
    await ada.signIn('ada', password);
    const flags = ['--public', '--scope', 'films', '--data', served.data];
    const { code, stderr } = await run(['client', 'add', 'acme', ...flags], served.env);
    assert.equal(code, 0, stderr);
  });
  after(async () => {
    for (const one of stop.toReversed()) await one();
  });

  it('signs in by a code, also after it was killed while the code waited', async (t) => {
    const at = { ACME_ISSUER: served.url, ACME_CLIENT: 'acme', ACME_SCOPE: 'films', BROWSER: 'none' };
    const env = settings(await temporaryFolder(t), at);
    const killed = spawn(process.execPath, [acme, 'films'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const { value: line } = (await createInterface(killed.stderr)[Symbol.asyncIterator]().next()) as { value: string };
    killed.kill('SIGKILL');
    const { code: shown } = JSON.parse(line) as Event;
    const { code, stdout, kinds } = await play(['films'], env, async (event) => {
      if (event.kind !== 'code') return;
      assert.equal(event.code, shown, 'the same code again');
      await ada.fillIn(await ada.typeCode(event.code ?? ''), { mine: 'on', answer: 'yes', scope: 'films' });
    });
    assert.deepEqual([code, stdout], [0, '["Metropolis"]\n']);
    assert.deepEqual(
      kinds.filter((kind) => kind !== 'opened'),
      ['code', 'signed_in'],
    );
  });
});

describe("the Electron app, with Electron's APIs handed in", () => {
  /** Starts it, and lets the test be its person, its browser and its window. */
  async function open(env: NodeJS.ProcessEnv) {
    const child = fork(path('electron/main.mjs'), {
      env,
      execArgv: ['--import', fileURLToPath(new URL('electron-here.mjs', import.meta.url))],
    });
    const seen: Record<string, unknown>[] = [];
    child.on('message', (message) => void seen.push(message as Record<string, unknown>));
    const next = async (member: string, value?: string): Promise<Record<string, unknown>> => {
      for (;;) {
        const index = seen.findIndex((one) => member in one && (value === undefined || one[member] === value));
        const [found] = index < 0 ? [] : seen.splice(index, 1);
        if (found !== undefined) return found;
        await once(child, 'message');
      }
    };
    await next('loaded');
    const ask = (name: string) => {
      child.send(name);
      return next('name', name);
    };
    return { next, ask, child };
  }

  it('signs in by the browser of the system, keeps the tokens encrypted, and gives the window none', async (t) => {
    const home = await temporaryFolder(t);
    const { next, ask, child } = await open(settings(home, { USER_DATA: home }));
    t.after(() => void child.kill());
    const signing = ask('sign-in');
    const { opened } = await next('opened');
    assert.match(await provider.approve(String(opened)), /<title>Acme<\/title>[\s\S]*You are signed in/);
    assert.deepEqual(await signing, { name: 'sign-in', value: null });
    assert.deepEqual(await ask('films'), { name: 'films', value: ['Metropolis'] });
    const token = api.tokens.at(-1)?.replace('Bearer ', '') ?? '';
    const kept = readFileSync(join(home, 'sign-in.json'), 'utf8');
    assert.ok(token.length > 10 && !kept.includes(token) && kept.includes('sealed'));
    assert.deepEqual(await ask('sign-out'), { name: 'sign-out', value: true });
    assert.deepEqual(await ask('films'), { name: 'films', error: 'signed_out' });
  });

  it('shows a code where no browser opens', async (t) => {
    const home = await temporaryFolder(t);
    const { next, ask, child } = await open(settings(home, { USER_DATA: home, NO_BROWSER: '', NO_KEYCHAIN: '' }));
    t.after(() => void child.kill());
    const signing = ask('sign-in');
    for (;;) {
      const { event } = (await next('event')) as { event: Event };
      if (event.kind !== 'code') continue;
      await provider.approve(event.urlWithCode ?? '');
      break;
    }
    assert.deepEqual(await signing, { name: 'sign-in', value: null });
  });
});
