// oidc-agent, Debian's command-line client of OpenID Connect, unmodified: a device code with `openid`, on every store.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { approverAt } from '../clients/approver.ts';
import { temporaryFolder } from '../command/linkpin.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';
import { until } from '../support/until.ts';
import { stores } from './stores.ts';

const secret = 'not a secret, but as long as one has to be';

for (const [engine, open] of Object.entries(stores)) {
  describe(`oidc-agent at ${engine}`, () => {
    it('signs in by device code, keeps its tokens fresh, and they open what they were given for', async (t) => {
      const harness = createHarness('oidc-agent', { store: await open(t), clock: movableClock(Date.now) });
      t.after(() => harness.service.close());
      const issuer = await harness.service.listen();
      const ada = await approverAt(harness, issuer);
      // It asks for a refresh token by a scope (OpenID Connect Core §11), and for a public client wants a file of root's.
      const scopes = ['openid', 'profile', 'offline_access'];
      const secretHash = harness.ports.keys.hash(secret);
      await registerClient(harness, 'terminal', {
        scopes,
        audiences: [],
        authMethod: 'client_secret_basic',
        secretHash,
      });

      const home = await temporaryFolder(t);
      const own = { PATH: process.env['PATH'] ?? '', HOME: home, OIDC_CONFIG_DIR: home };
      const started = execFileSync('oidc-agent', [], { env: own, encoding: 'utf8' });
      const named = (name: string): string => new RegExp(`${name}=([^;]+)`).exec(started)?.[1] ?? '';
      t.after(() => process.kill(Number(named('OIDCD_PID'))));
      const env = { ...own, OIDC_SOCK: named('OIDC_SOCK') };

      const client = [`--issuer=${issuer}`, '--client-id=terminal', `--client-secret=${secret}`];
      const asking = [
        '--flow=device',
        '--manual',
        `--scope=${scopes.join(' ')}`,
        '--redirect-uri=http://localhost:4242',
      ];
      const quiet = ['--prompt=none', '--confirm-default', '--no-url-call', '--pw-cmd=echo secret'];
      const command = spawn('oidc-gen', [...asking, ...client, ...quiet, 'tv'], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      for (const stream of [command.stdout, command.stderr]) stream.on('data', (text) => (said += text));
      const ended = once(command, 'close');
      const code = (): string | undefined => /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(said)?.[0];
      await until('it shows a code, or ends', () => code() !== undefined || command.exitCode !== null);
      await ada.answerCode(code() ?? assert.fail(said), 'yes');
      assert.deepEqual(await ended, [0, null], said);
      assert.match(said, /Everything setup correctly/);

      // The service is in this process, and has to answer meanwhile.
      const token = async (...flags: readonly string[]): Promise<string> =>
        (await promisify(execFile)('oidc-token', [...flags, 'tv'], { env })).stdout.trim();
      const first = await token();
      const second = await token('--force-new');
      assert.notEqual(second, first);
      const answer = await fetch(`${issuer}/oauth/userinfo`, { headers: { authorization: `Bearer ${second}` } });
      const account = await harness.store.accounts.bySignInName('ada');
      assert.equal(((await answer.json()) as { readonly sub: string }).sub, account?.id);
    });
  });
}
