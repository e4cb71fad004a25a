// `linkpin login --issuer`, against our own service and other people's.
import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { readQr } from '../../packages/linkpin/src/terminal/read-qr.testing.ts';
import { addUser, environment, password, run, serve, start, temporaryFolder, type Served } from './linkpin.ts';
import { fileOf, madeUp, storedIn } from './oauth-server.ts';
import { Person } from '../harness/person.ts';
import { openTerminal } from './terminal.ts';

/** This machine, with a browser that does nothing: the test opens the pages itself. */
const atADesk = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  BROWSER: '/bin/true',
  SSH_CONNECTION: '',
  SSH_TTY: '',
});

describe('at linkpin itself', () => {
  let served: Served;
  let ada: Person;
  const undo: (() => Promise<void>)[] = [];

  before(async () => {
    served = await serve({ after: (one) => void undo.push(one) });
    await addUser(served, 'ada');
    ada = new Person(served.url);
    await ada.signIn('ada', password);
    const flags = ['--public', '--scope', 'watch record', '--data', served.data];
    const { code, stderr } = await run(['client', 'add', 'tv', ...flags], served.env);
    assert.equal(code, 0, stderr);
  });
  after(async () => {
    for (const one of undo.toReversed()) await one();
  });

  const flags = (more: readonly string[] = []): string[] => [
    'login',
    '--issuer',
    served.url,
    '--client-id',
    'tv',
    '--scope',
    'watch',
    ...more,
  ];

  test('in a terminal, Enter gives the grouped code, the address, a QR code with both and a countdown; a yes signs in', async (t) => {
    const terminal = await openTerminal(t, flags(), atADesk(served.env));
    await terminal.shows(/Press Enter for a code instead\./);
    await terminal.type('Enter');
    const lines = await terminal.shows(/Waiting for you to approve it\. 9:\d\d left/);
    const code = lines.map((line) => /^ {2}([A-Z]{4}-[A-Z]{4})$/.exec(line)?.[1]).find((found) => found !== undefined);
    assert.ok(code, lines.join('\n'));
    assert.ok(lines.includes(`  Type it at ${served.url}/link, or scan this`));
    const first = lines.findIndex((line) => line.includes('█'));
    assert.equal(readQr(lines.slice(first, -1)), `${served.url}/link?code=${code}`);

    const question = await ada.typeCode(code);
    await ada.fillIn(question, { mine: 'on', answer: 'yes', scope: 'watch' });
    const text = (await terminal.shows(/left with 0/)).join('\n');
    assert.match(text, new RegExp(`\n✓ Signed in at ${served.url}\nThe tokens are in .*oauth\\.json`));
    assert.doesNotMatch(text, /\d:\d\d left/, 'the countdown is gone');

    const stored = storedIn(served.env, served.url, 'tv');
    assert.ok(stored?.refreshToken);
    assert.deepEqual([stored.tokenType, stored.scope], ['Bearer', 'watch']);
    assert.ok(Date.parse(stored.expiresAt ?? '') > Date.now());
    assert.equal(statSync(fileOf(served.env)).mode & 0o777, 0o600);
    for (const secret of [stored.accessToken, stored.refreshToken]) assert.ok(!text.includes(secret));

    const form = { grant_type: 'refresh_token', client_id: 'tv', refresh_token: stored.refreshToken };
    const fresh = await fetch(`${served.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    assert.equal(fresh.status, 200, 'the tokens are good');
  });

  test('--json prints where, as whom, for what and until when on stdout, and no token; talk goes to stderr', async () => {
    const login = start(flags(['--json']), served.env);
    const [, code = ''] = await login.wrote('stderr', /^Code: ([\w-]+)\nType it at: .*\/link\nWaiting/);
    await ada.fillIn(await ada.typeCode(code), { mine: 'on', answer: 'yes', scope: 'watch' });
    const { code: exit, stdout, stderr } = await login.finished;
    assert.equal(exit, 0, stderr);
    const stored = storedIn(served.env, served.url, 'tv');
    assert.deepEqual(JSON.parse(stdout), {
      issuer: served.url,
      clientId: 'tv',
      scope: 'watch',
      expiresAt: stored?.expiresAt,
      storedIn: fileOf(served.env),
    });
    assert.ok(stored && !(stdout + stderr).includes(stored.accessToken));
  });

  test('no on the link page is told, and the exit code is 1', async () => {
    const login = start(flags(), served.env);
    const [, code = ''] = await login.wrote('stderr', /^Code: ([\w-]+)\n/);
    await ada.answer(code, 'no');
    const { code: exit, stdout, stderr } = await login.finished;
    assert.deepEqual([exit, stdout], [1, '']);
    assert.match(stderr, /Not signed in\. The request was denied on the link page\.\n$/);
  });

  test('X17: Ctrl-C cancels the code on the server, and the exit code is 2', async (t) => {
    const terminal = await openTerminal(t, flags(['--no-qr']), served.env);
    const lines = await terminal.shows(/9:\d\d left/);
    await terminal.type('C-c');
    assert.match((await terminal.shows(/left with 2/)).join('\n'), /Cancelled\./);
    const code = /[A-Z]{4}-[A-Z]{4}/.exec(lines.join('\n'))?.[0] ?? '';
    assert.equal((await ada.typeCode(code)).status, 422);
  });

  test('what the server refuses says which flag to look at', async () => {
    const cases: readonly [readonly string[], RegExp][] = [
      [['--client-id', 'nobody'], /refuses \(invalid_client\).*--client-id/],
      [['--scope', 'rule'], /refuses \(invalid_scope\).*--scope/],
      [['--resource', 'https://api.example'], /refuses \(invalid_target\).*--resource/],
      [['--issuer', `${served.url}/`], /does not say there that it signs devices in.*letter for letter/],
      [['--issuer', served.url.replace('http', 'https')], /does not speak https there/],
    ];
    for (const [more, words] of cases) {
      const { code, stdout, stderr } = await run(flags(more), served.env);
      assert.deepEqual([code, stdout], [1, ''], more.join(' '));
      assert.match(stderr, words);
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    }
  });

  test('a damaged file of tokens is told before anybody approves anything', async (t) => {
    const env = environment(await temporaryFolder(t));
    const first = start(flags(), env);
    await first.wrote('stderr', /Waiting/);
    first.child.kill('SIGTERM');
    assert.equal((await first.finished).code, 2);
    writeFileSync(fileOf(env), 'nonsense');
    const { code, stderr } = await run(flags(), env);
    assert.equal(code, 1);
    assert.match(stderr, /^\S+oauth\.json is damaged\./);
  });
});

test('flags that cannot go together are told', async (t) => {
  const env = environment(await temporaryFolder(t));
  for (const [args, words] of [
    [['--device'], /^--device goes with --issuer/],
    [['--issuer', 'https://a.example'], /^--issuer needs --client-id/],
    [['--issuer', 'https://a.example', '--server', 'b.example'], /cannot be used with option '--server/],
    [['--issuer', 'http://a.example', '--client-id', 'x'], /is plain http/],
  ] as const) {
    const { code, stderr } = await run(['login', ...args], env);
    assert.equal(code, 1);
    assert.match(stderr, words);
  }
});

interface OidcProvider {
  readonly issuer: string;
  readonly approve: (address: string) => Promise<string>;
  readonly stop: () => void;
}

interface Browser {
  readonly open: (address: string) => Promise<{ readonly text: string }>;
}

const peer = <Module>(name: string): Promise<Module> =>
  import(new URL(`../clients/oauth-peers/${name}.mjs`, import.meta.url).href) as Promise<Module>;

describe('X-2a, D57: at oidc-provider 9.13.3, which offers authorization code with PKCE', () => {
  let provider: OidcProvider;

  before(async () => {
    const { startOidcProvider } = await peer<{ startOidcProvider: () => Promise<OidcProvider> }>('oidc-provider');
    provider = await startOidcProvider();
  });
  after(() => provider.stop());

  const flags = (...more: string[]): string[] => [
    'login',
    '--issuer',
    provider.issuer,
    '--client-id',
    'cli',
    '--scope',
    'openid offline_access',
    ...more,
  ];

  test('where there is a browser, its page takes the place of the code, and comes back to the loopback', async (t) => {
    const env = atADesk(environment(await temporaryFolder(t)));
    const login = start(flags('--json'), env);
    const [url] = await login.wrote('stderr', /^http:\S+$/m);
    const asked = new URL(url).searchParams;
    assert.match(asked.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    assert.deepEqual([asked.get('response_type'), asked.get('code_challenge_method')], ['code', 'S256']);
    assert.match(await provider.approve(url), /You are signed in to linkpin\.[\s\S]*You can close this window\./);

    const { code, stdout, stderr } = await login.finished;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /The tokens are in .*oauth\.json/);
    const { issuer, clientId } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([issuer, clientId], [provider.issuer, 'cli']);
    const stored = storedIn(env, provider.issuer, 'cli');
    assert.ok(stored && !(stdout + stderr).includes(stored.accessToken));
    const whose = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${stored.accessToken}` } });
    assert.deepEqual([whose.status, ((await whose.json()) as { sub: string }).sub], [200, 'ada']);
    await assert.rejects(fetch(asked.get('redirect_uri') ?? ''), 'the door is closed');

    assert.equal((await run(['whoami'], env)).stdout, 'ada\n');
    const { user, token, keptIn } = JSON.parse((await run(['status', '--json'], env)).stdout) as Record<
      string,
      unknown
    >;
    assert.deepEqual([user, token, keptIn], ['ada', 'valid', fileOf(env)]);
    const out = await run(['logout', '--json'], env);
    assert.deepEqual(JSON.parse(out.stdout), { issuer: provider.issuer, clientId: 'cli', told: true }, out.stderr);
    const gone = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${stored.accessToken}` } });
    assert.equal(gone.status, 401);
  });

  test('calling it off on the page is told there and in the terminal', async (t) => {
    const env = atADesk(environment(await temporaryFolder(t)));
    const { createBrowser } = await peer<{ createBrowser: () => Browser }>('browser');
    const login = start(flags(), env);
    const [url] = await login.wrote('stderr', /^http:\S+$/m);
    const browser = createBrowser();
    const [, abort = ''] = /href="([^"]*\/abort)"/.exec((await browser.open(url)).text) ?? [];
    assert.match(
      (await browser.open(new URL(abort, url).href)).text,
      /You are not signed in\.[\s\S]*Go back to linkpin to see why/,
    );
    const { code, stdout, stderr } = await login.finished;
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /\nNot signed in\. The request was denied in the browser\.\n$/);
  });

  test('Ctrl-C while the browser is open leaves with 2, and closes the door', async (t) => {
    const env = atADesk(environment(await temporaryFolder(t)));
    const terminal = await openTerminal(t, flags(), env, [400, 24]);
    const lines = await terminal.shows(/Waiting for ten minutes/);
    await terminal.type('C-c');
    assert.match((await terminal.shows(/left with 2/)).join('\n'), /Cancelled\./);
    const url = new URL(lines.find((line) => line.startsWith('http:')) ?? '');
    await assert.rejects(fetch(url.searchParams.get('redirect_uri') ?? ''));
  });

  test('with --device, or without a browser, there is a code', async (t) => {
    const home = await temporaryFolder(t);
    for (const [more, env] of [
      [['--device'], atADesk(environment(home))],
      [[], { ...environment(home), BROWSER: '', DISPLAY: '', WAYLAND_DISPLAY: '', SSH_CONNECTION: 'here there' }],
    ] as const) {
      const login = start(flags(...more), env);
      await login.wrote('stderr', /^Code: [A-Z]{4}-[A-Z]{4}\nType it at: .*\/device\nWaiting/);
      login.child.kill('SIGINT');
      assert.equal((await login.finished).code, 2);
    }
  });
});

test('B5, RFC 9207: an answer in the name of another issuer, or of none where one is promised, is not redeemed', async (t) => {
  const { issuer, asked } = await madeUp(t);
  const env = atADesk(environment(await temporaryFolder(t)));
  for (const [iss, isGood] of [
    ['https://evil.example', false],
    ['', false],
    [issuer, true],
  ] as const) {
    asked.length = 0;
    const login = start(['login', '--issuer', issuer, '--client-id', 'cli'], env);
    const [url] = await login.wrote('stderr', /^http:\S+$/m);
    const { searchParams: sent } = new URL(url);
    const back = new URL(sent.get('redirect_uri') ?? '');
    back.search = String(
      new URLSearchParams({ code: 'c', state: sent.get('state') ?? '', ...(iss === '' ? {} : { iss }) }),
    );
    const page = await (await fetch(back)).text();
    const { code, stderr } = await login.finished;
    assert.deepEqual([code, asked.includes('/token')], isGood ? [0, true] : [1, false], stderr);
    assert.match(page, isGood ? /You are signed in/ : /You are not signed in/);
    if (!isGood) assert.match(stderr, /Not signed in\. The browser came back with .* That may be an attack\./);
  }
});

test('B4: a server that offers the code grant without PKCE by S256, or in the open, is asked for a code to show', async (t) => {
  const env = atADesk(environment(await temporaryFolder(t)));
  for (const members of [
    { code_challenge_methods_supported: ['plain'] },
    { code_challenge_methods_supported: undefined },
    { authorization_endpoint: undefined },
    { authorization_endpoint: 'http://login.example/authorize' },
    { authorization_endpoint: 'javascript:alert(1)' },
    { response_types_supported: [] },
    { grant_types_supported: ['refresh_token'] },
  ]) {
    const { issuer } = await madeUp(t, members);
    const login = start(['login', '--issuer', issuer, '--client-id', 'cli'], env);
    await login.wrote('stderr', /^Code: ABCD\n/);
    login.child.kill('SIGINT');
    assert.equal((await login.finished).code, 2, JSON.stringify(members));
  }
});
