// The command, as people run it: against the built service, and with clients of other languages.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { addUser, environment, password, root, run, serve, temporaryFolder } from '../command/linkpin.ts';
import { startApprover } from './approver.ts';

interface Report {
  readonly isGood: boolean;
  readonly sums: Readonly<Record<'pass' | 'fail' | 'warn' | 'skip' | 'known', number>>;
  readonly checks: readonly { readonly name: string; readonly outcome: string; readonly reason?: string }[];
}

const namesOf = ({ checks }: Report, outcome: string): readonly string[] =>
  checks.filter((check) => check.outcome === outcome).map(({ name }) => name);

/** A service with two clients, and somebody who approves on its pages. */
async function served(
  t: TestContext,
): Promise<{ readonly url: string; readonly env: NodeJS.ProcessEnv; readonly approve: string }> {
  const service = await serve(t);
  await addUser(service, 'ada');
  for (const id of ['tv', 'radio']) {
    const flags = ['client', 'add', id, '--public', '--scope', 'watch record', '--data', service.data];
    assert.equal((await run(flags, service.env)).code, 0);
  }
  return { ...service, approve: await startApprover(t, service.url, 'ada', password) };
}

// Most of it is waiting.
describe('from outside', { concurrency: true }, () => {
  describe('linkpin conformance', { concurrency: true }, () => {
    it('finds nothing wrong with the OAuth of linkpin serve, in real time', async (t) => {
      const { url, env, approve } = await served(t);
      const clients = ['--client-id', 'tv', '--other-client-id', 'radio', '--scope', 'watch record'];
      const junit = join(env['XDG_CONFIG_HOME'] ?? '', 'report.xml');
      const { code, stdout, stderr } = await run(
        ['conformance', url, ...clients, '--approve', approve, '--json', '--junit', junit],
        env,
      );
      const report = JSON.parse(stdout) as Report;
      assert.deepEqual([...namesOf(report, 'fail'), ...namesOf(report, 'warn')], [], stdout);
      assert.equal(code, 0, stderr);
      // What takes ten minutes, TLS, a secret, a signed-in browser or wrong codes is not passed but skipped.
      const skipped = [
        'D4-tls',
        'D16-tls',
        'D3-secret-right',
        'D36-expired',
        'B17-revoked',
        'D21-wrong-code',
        'D26-choice',
        'B2-forged',
      ];
      for (const name of skipped) assert.ok(namesOf(report, 'skip').includes(name), name);
      assert.ok(report.sums.pass >= 48, JSON.stringify(report.sums));
      assert.match(
        await readFile(junit, 'utf8'),
        new RegExp(`<testsuite name="rfc8628" .*skipped="${report.sums.skip}"`),
      );
    });

    it('finds nothing wrong with the plex.tv of linkpin serve, in real time', async (t) => {
      const { url, env, approve } = await served(t);
      const { code, stdout } = await run(['conformance', url, '--profile', 'plex', '--approve', approve], env);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^PASS {2}S10-gone {2}wire S10, MUST$/m);
      assert.match(stdout, /^SKIP {2}S1-linked .*\n {6}LINKPIN_APPROVER_TOKEN is not set$/m);
      assert.match(stdout, /\n\d+ passed, 0 failed, 0 warned, 2 skipped\n$/);
    });

    it('says what is missing before it sends anything, and goes nowhere else without being told', async (t) => {
      const env = environment(await temporaryFolder(t));
      const refused = async (...args: readonly string[]): Promise<string> => {
        const { code, stderr, stdout } = await run(['conformance', ...args], env);
        assert.equal(code, 1);
        assert.equal(stdout, '');
        return stderr;
      };
      assert.match(await refused(), /^It takes one address of a server/);
      assert.match(await refused('--client'), /^--client needs a command after --/);
      assert.match(await refused('http://127.0.0.1:9'), /^It takes --client-id/);
      assert.match(await refused('login.example'), /^"login.example" is not the address of a server/);
      assert.match(
        await refused('https://login.example'),
        /is not on this machine\. If you run it, say so by --i-run-this/,
      );
      assert.match(await refused('https://login.example', '--i-run-this', '--guess'), /^--guess tries wrong codes/);
      assert.match(
        await refused('http://127.0.0.1:9', '--only', 'D99', '--profile', 'plex'),
        /^There is no check called D99/,
      );
      assert.match(await refused('http://127.0.0.1:9', '--client-id', 'tv'), /^No response of http:\/\/127\.0\.0\.1:9/);
    });

    it('takes known failures from a file, and complains of those that pass again', async (t) => {
      const home = await temporaryFolder(t);
      const env = environment(home);
      const known = join(home, 'known.txt');
      const client = ['conformance', '--client', '--only', 'D1', '--expect', known, '--', process.execPath, '-e', ''];
      // A program that does nothing at all asks for no code.
      await writeFile(known, '# our device, to be mended\nD1-post\n');
      const expected = await run(client, env);
      assert.match(expected.stdout, /^KNOWN D1-post/m);
      assert.equal(expected.code, 0, expected.stdout);
      await writeFile(known, 'D38-other\n');
      assert.match((await run(client, env)).stderr, /names D38-other, which is no check of this profile/);

      const python = join(root, 'examples/python/device_sign_in.py');
      await writeFile(known, 'D38-no-code\n');
      const again = await run(
        ['conformance', '--client', '--only', 'D38-no-code', '--expect', known, '--', 'python3', python],
        env,
      );
      assert.match(again.stderr, /^D38-no-code passes now: take it out of /m);
      assert.equal(again.code, 1);
    });
  });

  describe('the reference clients', { concurrency: true }, () => {
    const passes = async (t: TestContext, command: readonly string[]): Promise<void> => {
      const env = environment(await temporaryFolder(t));
      const { code, stdout } = await run(['conformance', '--client', '--strict', '--json', '--', ...command], env);
      const { sums, checks } = JSON.parse(stdout) as Report;
      assert.deepEqual(sums, { pass: checks.length, fail: 0, warn: 0, skip: 0, known: 0 }, stdout);
      assert.equal(code, 0);
    };

    it('in Python and in Go pass every check of clients', async (t) => {
      const folder = await temporaryFolder(t);
      const binary = join(folder, 'device_sign_in');
      execFileSync('go', ['build', '-o', binary, 'device_sign_in.go'], {
        cwd: join(root, 'examples/go'),
        env: { ...process.env, GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local', GOPROXY: 'off' },
      });
      await Promise.all([passes(t, ['python3', join(root, 'examples/python/device_sign_in.py')]), passes(t, [binary])]);
    });

    it('of ours for plex.tv passes every check of apps', async (t) => {
      const env = environment(await temporaryFolder(t));
      const app = join(root, 'test/conformance/plex-app.mjs');
      const args = ['conformance', '--profile', 'plex', '--client', '--strict', '--json', '--', process.execPath, app];
      const { code, stdout } = await run(args, env);
      const { sums, checks } = JSON.parse(stdout) as Report;
      assert.deepEqual(sums, { pass: checks.length, fail: 0, warn: 0, skip: 0, known: 0 }, stdout);
      assert.equal(code, 0);
    });
  });
});
