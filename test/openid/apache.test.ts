// An app behind Debian's Apache with mod_auth_openidc, which knows nothing of us but the issuer: its people sign in here.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { hashOfSecret } from '../../packages/server/src/clients/secrets.ts';
import { folderFor } from '../../packages/server/src/stores/sqlite/temporary.testing.ts';
import { openChromium, phone } from '../browser/chromium.ts';
import { signInHere } from '../browser/people.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';
import { freePort, isOpen } from '../support/ports.ts';
import { until } from '../support/until.ts';

const secret = 'what-only-the-app-behind-Apache-knows';

/** Starts Apache in front of an app that shows who came. */
async function startApache(context: TestContext, issuer: string): Promise<string> {
  const program = '/usr/sbin/apache2';
  assert.ok(existsSync(program), `${program} is missing. Debian's packages for this test: see test/openid/needs.json.`);
  const [folder, port] = [folderFor(context), await freePort()];
  const modules = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'dir', 'mime', 'headers', 'auth_openidc'];
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Wiki</title><h1>Wiki</h1>');
  writeFileSync(
    join(folder, 'apache.conf'),
    `ServerRoot ${folder}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
Mutex pthread
Listen 127.0.0.1:${port}
ServerName localhost
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
TypesConfig /dev/null
AddType text/html .html
User www-data
Group www-data
DocumentRoot ${folder}
DirectoryIndex index.html
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID wiki
OIDCClientSecret "${secret}"
OIDCRedirectURI http://localhost:${port}/signed-in
OIDCCryptoPassphrase made-for-this-test
OIDCPKCEMethod S256
OIDCScope "openid profile"
OIDCRemoteUserClaim preferred_username
<Location />
  AuthType openid-connect
  Require valid-user
  Header always set X-Who "expr=%{REMOTE_USER}"
</Location>
`,
  );
  const apache = spawn(program, ['-DFOREGROUND', '-f', join(folder, 'apache.conf')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => apache.once('exit', () => resolve()));
  context.after(async () => {
    apache.kill();
    await ended;
  });
  const log = (): string => {
    const file = join(folder, 'error.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  await until('Apache listens', () => {
    assert.equal(apache.exitCode, null, log());
    return isOpen(port);
  });
  return `http://localhost:${port}`;
}

it('people sign in to an app behind mod_auth_openidc', async (context) => {
  const harness = createHarness('apache', { clock: movableClock(Date.now) });
  const issuer = await harness.service.listen();
  context.after(() => harness.service.close());
  await harness.person('ada');
  const app = await startApache(context, issuer);
  await registerClient(harness, 'wiki', {
    authMethod: 'client_secret_basic',
    secretHash: hashOfSecret(secret),
    redirectUris: [`${app}/signed-in`],
    scopes: ['openid', 'profile'],
    audiences: [],
  });
  const browser = await openChromium();
  context.after(() => browser.close());
  const page = await (await browser.newContext(phone)).newPage();
  await page.goto(`${app}/`);
  await signInHere(page);
  await page.getByRole('heading', { name: 'Sign in to The wiki?' }).waitFor();
  const shown = page.waitForResponse((response) => response.url() === `${app}/` && response.status() === 200);
  await page.getByRole('button', { name: 'Yes, sign in' }).click();
  assert.match((await shown).headers()['x-who'] ?? '', /^ada/);
  await page.getByRole('heading', { name: 'Wiki' }).waitFor();
});
