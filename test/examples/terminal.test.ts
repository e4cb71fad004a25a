// The terminal app in examples/terminal, as it stands, under `linkpin emulate`. linkpin must be built.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readQr } from '../../packages/linkpin/src/terminal/read-qr.testing.ts';
import { bin, environment, run, temporaryFolder } from '../command/linkpin.ts';
import { openTerminal } from '../command/terminal.ts';
import { controlOf, emulating } from './emulated.ts';

const app = fileURLToPath(new URL('../../examples/terminal/app.mjs', import.meta.url));
const scenario = ['--scenario', 'media-server'];
const theList = /^Attic\tyours\thttp:\/\/127\.0\.0\.1:\d+\n$/;

const kept = (home: string): string => join(home, 'plex-servers', 'oauth.json');
const tokenIn = (home: string): string => /"accessToken": "([^"]+)"/.exec(readFileSync(kept(home), 'utf8'))?.[1] ?? '';

describe('the terminal app without a terminal', () => {
  /** Runs a line of a shell in which `app` is the app. */
  const play = async (home: string, line: string, flags: readonly string[] = ['--after', '0']) => {
    const script = `app() { "${process.execPath}" "${app}" "$@"; }; ${line}`;
    const args = ['emulate', ...scenario, ...flags, '--', 'sh', '-c', script];
    const finished = await run(args, environment(home));
    return { ...finished, said: finished.stderr.replace(/^linkpin: .*\n/gm, '') };
  };

  /** A line that breaks the next responses of a route. */
  const broken = (fault: object): string =>
    `curl -s -H "Authorization: Bearer $LINKPIN_CONTROL_SECRET" -H 'Content-Type: application/json' \
      -d '${JSON.stringify(fault)}' "$LINKPIN_CONTROL_URL/api/faults"`;

  it('prints the code, lists the servers, keeps the token for its owner, and asks once', async (t) => {
    const home = await temporaryFolder(t);
    const { code, stdout, said } = await play(home, 'app && echo again && app');
    assert.equal(code, 0, said);
    const [first = '', again] = stdout.split('again\n');
    assert.match(first, theList);
    assert.equal(again, first);
    assert.match(
      said,
      /^Open https:\/\/plex\.tv\/link on any device, and type this code:\n\n {2}\w{4}\n\nWaiting for 1\d:\d\d\.\n$/,
    );
    const token = tokenIn(home);
    assert.ok(token.length > 10 && !`${stdout}${said}`.includes(token));
    assert.equal(statSync(kept(home)).mode & 0o777, 0o600);
  });

  it('signs out here and at plex.tv, once', async (t) => {
    const home = await temporaryFolder(t);
    const user = `curl -s -o /dev/null -w '%{http_code}\\n' -H "X-Plex-Token: $token" https://plex.tv/api/v2/user`;
    const line = `app >/dev/null; token=$(sed -n 's/.*"accessToken": "\\(.*\\)".*/\\1/p' "${kept(home)}")
      ${user}; app logout; ${user}; app logout`;
    const { stdout, said } = await play(home, line);
    assert.equal(stdout, '200\n401\n');
    assert.match(said, /\nSigned out\.\nNot signed in\.\n$/);
    assert.deepEqual(JSON.parse(readFileSync(kept(home), 'utf8')), { issuers: {} });
  });

  it('signs out here when plex.tv cannot be told, and says so', async (t) => {
    const home = await temporaryFolder(t);
    const lost = broken({ route: 'DELETE /api/v2/users/signout', kind: 'dropped' });
    const { code, said } = await play(home, `app && ${lost} && app logout`);
    assert.equal(code, 0);
    assert.match(said, /\nSigned out here\. plex\.tv could not be told: remove the device on its page\.\n$/);
    assert.deepEqual(JSON.parse(readFileSync(kept(home), 'utf8')), { issuers: {} });
  });

  it('signs in again when plex.tv has ended the token', async (t) => {
    const home = await temporaryFolder(t);
    const reset = `curl -s -X POST -H "Authorization: Bearer $LINKPIN_CONTROL_SECRET" "$LINKPIN_CONTROL_URL/api/reset"`;
    const { code, stdout, said } = await play(home, `app && ${reset} && app`);
    assert.equal(code, 0, said);
    assert.match(stdout, /^(Attic.*\n){2}$/);
    assert.match(said, /\nplex\.tv has ended this sign-in\.\nOpen /);
  });

  it('waits for no other code than the first, and says how it is used', async (t) => {
    const home = await temporaryFolder(t);
    for (const [answer, sentence] of [
      ['deny', 'Somebody said no.'],
      ['expire', 'The code has expired.'],
    ] as const) {
      const { code, stdout, said } = await play(home, 'app', ['--after', '0', '--answer', answer]);
      assert.deepEqual([code, stdout], [1, '']);
      assert.ok(said.endsWith(`\n${sentence}\n`), said);
    }
    assert.equal(existsSync(kept(home)), false);
    const { code, said } = await play(home, 'app constructor');
    assert.deepEqual([code, said], [2, 'Usage: plex-servers [list | logout]\n']);
  });

  it('goes on when answers are lost, and says so', async (t) => {
    const home = await temporaryFolder(t);
    const lost = broken({ route: 'GET /api/v2/pins/:id', kind: 'dropped', times: 2 });
    const { code, stdout, said } = await play(home, `${lost}; app`, ['--after', '1']);
    assert.equal(code, 0, said);
    assert.match(stdout, theList);
    assert.match(said, /\nplex\.tv does not answer\. Trying again\.\n$/);
  });

  it('ends with a sentence when plex.tv gives no code', async (t) => {
    const home = await temporaryFolder(t);
    const { code, said } = await play(home, `${broken({ route: 'POST /api/v2/pins', kind: 'server-error' })}; app`);
    assert.equal(code, 1);
    assert.match(said, /^https:\/\/plex\.tv\/api\/v2\/pins [^\n]*500[^\n]*\n$/);
  });
});

describe('the terminal app on a terminal', () => {
  async function open(t: TestContext, more: NodeJS.ProcessEnv = {}, size: readonly [number, number] = [80, 30]) {
    const home = await temporaryFolder(t);
    const args = emulating(home, [...scenario, '--answer', 'never'], process.execPath, app);
    const terminal = await openTerminal(t, args, environment(home, more), size, [bin]);
    const lines = await terminal.shows(/\nWaiting, 1\d:\d\d left\./);
    const code = lines.map((line) => /^ {2}(\w{4})$/.exec(line)?.[1]).find((found) => found !== undefined) ?? '';
    return { home, terminal, lines, code, control: await controlOf(home) };
  }

  it('draws a QR code, counts down, and lists the servers', async (t) => {
    const { home, terminal, lines, code, control } = await open(t);
    const drawing = lines.filter((line) => /^ {2}[█▀▄ ]{20,}$/.test(line));
    assert.equal(readQr(drawing.map((line) => line.slice(2))), 'https://plex.tv/link');
    assert.match(await terminal.colours(), new RegExp(`\u001b\\[1m${code}`));
    await control.decide(code, 'approve');
    const end = await terminal.shows(/\nAttic +yours +http:\S+\n\n?\(left with 0\)/);
    assert.doesNotMatch(end.join('\n'), /Waiting/);
    assert.ok(tokenIn(home).length > 10);
  });

  it('keeps to NO_COLOR, and draws nothing that does not fit', async (t) => {
    const { terminal, lines } = await open(t, { NO_COLOR: '1' }, [80, 20]);
    assert.doesNotMatch(await terminal.colours(), /\u001b/);
    assert.doesNotMatch(lines.join('\n'), /█/);
  });

  it('is ended by Ctrl-C, and has kept nothing', async (t) => {
    const { home, terminal } = await open(t);
    await terminal.type('C-c');
    await terminal.shows(/\nCancelled\.\n\n?\(left with 130\)/);
    assert.equal(existsSync(kept(home)), false);
  });

  it('shows another code when the first has expired and the person presses Enter', async (t) => {
    const { terminal, code, control } = await open(t, {}, [80, 60]);
    await control.decide(code, 'expire');
    await terminal.shows(/Press Enter for another one\./);
    await terminal.type('Enter');
    await terminal.shows(/another one\.[\s\S]+\n {2}\w{4}\n[\s\S]+\nWaiting, /);
    const [second, first] = await control.pins();
    assert.equal(first?.code, code);
    await control.decide(second?.code ?? '', 'approve');
    await terminal.shows(/\(left with 0\)/);
  });
});
