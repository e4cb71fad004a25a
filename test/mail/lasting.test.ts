// Mails that wait outlive the process, and of many processes one sends.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';
import { addUser, password, run, serve, serveAgain } from '../command/linkpin.ts';
import { movableClock } from '../harness/clock.ts';
import { testKeys } from '../harness/dependencies.ts';
import { createHarness } from '../harness/service.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { linkIn, openMailbox } from './mailbox.ts';

const asAdmin = ['--email', 'ada@example.org', '--admin', '--password-stdin'];

test('what waits when the process is killed is sent by the next, and its link works', async (t) => {
  const port = await freePort();
  const more = {
    LINKPIN_MAIL_SERVER: `smtp://tv@127.0.0.1:${port}`,
    LINKPIN_MAIL_FROM: 'tv@example.org',
    LINKPIN_MAIL_PASSWORD: 'the secret of the server',
    LINKPIN_PUBLIC_URL: 'http://127.0.0.1:1',
  };
  const served = await serve(t, [], more);
  const { data, env } = served;
  await run(['user', 'add', 'ada', ...asAdmin, '--data', data], env, password);
  const ask = (url: string) =>
    fetch(`${url}/forgot`, {
      method: 'POST',
      headers: { host: '127.0.0.1:1', origin: 'http://127.0.0.1:1' },
      body: new URLSearchParams({ email: 'ada@example.org' }),
      redirect: 'manual',
    });
  assert.equal((await ask(served.url)).status, 303);
  await served.wrote('stderr', /The mail server takes no mail: connect ECONNREFUSED/);
  await until('/readyz says so', async () => {
    const ready = (await (await fetch(`${served.url}/readyz`)).json()) as { warnings: readonly string[] };
    return /The mail server takes no mail \(.*ECONNREFUSED.*\); 1 mail waits\./.test(ready.warnings.join('\n'));
  });
  served.child.kill('SIGKILL');
  await served.finished;

  const mailbox = await openMailbox({ port, login: { user: 'tv', password: 'the secret of the server' } });
  t.after(() => mailbox.close());
  const again = await serveAgain(t, { data, env });
  const mail = await mailbox.get(1);
  assert.deepEqual([mail.to, mail.user], ['ada@example.org', 'tv']);
  const page = await fetch(`${again.url}${new URL(linkIn(mail)).pathname}${new URL(linkIn(mail)).search}`);
  assert.match(await page.text(), /Choose a new password/);
  const key = new URL(linkIn(mail)).searchParams.get('key') ?? assert.fail();
  const kept = readdirSync(data)
    .map((name) => readFileSync(join(data, name), 'latin1'))
    .join('\n');
  assert.ok(kept.includes('ada@example.org'), 'the search finds what is there');
  for (const secret of [key, key.slice(-40), 'the secret of the server']) {
    assert.ok(!kept.includes(secret), 'nothing of a link, nor the password of the server, is in the data folder');
  }
  assert.equal(mailbox.arrived.length, 1);
});

test('of two replicas one sends each mail once, and the other when that is gone', async (t) => {
  const database = await freshDatabase();
  t.after(() => database[Symbol.asyncDispose]());
  const mailbox = await openMailbox();
  t.after(() => mailbox.close());
  const start = async (name: string) => {
    const address = readPostgresAddress(database.url);
    const store = await openPostgresStore({ address, keys: createKeys(testKeys), connections: 4 });
    const settings = {
      publicUrl: 'https://link.example.org',
      mailServer: `smtp://127.0.0.1:${mailbox.port}`,
      mailFrom: 'tv@example.org',
    };
    return createHarness(name, { store, settings, clock: movableClock(() => store.clock.now()) });
  };
  const [first, second] = [await start('first'), await start('second')];
  t.after(() => second.service.close());
  const people = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay'];
  for (const name of people) await first.person(name);
  const ask = async (harness: typeof first, name: string): Promise<void> => {
    const asked = await harness.accountService.recovery.request(`${name}@example.com`, '203.0.113.9');
    assert.ok(asked.ok);
  };
  await Promise.all(people.slice(0, 4).map((name, index) => ask(index % 2 === 0 ? first : second, name)));
  await until('all are sent', async () => (await second.store.mailQueue.status()).waiting === 0);
  assert.deepEqual(
    mailbox.arrived.map(({ to }) => to).toSorted(),
    people.slice(0, 4).map((name) => `${name}@example.com`),
  );
  await first.service.close();
  await ask(second, 'eve');
  assert.equal((await mailbox.get(5)).to, 'eve@example.com');
  assert.equal(new Set(mailbox.arrived.map(({ mail }) => mail.messageId)).size, 5);
});

test('an operator sends an invite, and sees in one line whether mail works', async (t) => {
  const mailbox = await openMailbox({
    login: { user: 'tv', password: 'secret' },
    refuse: (at, to) =>
      at === 'recipient' && to.startsWith('full') ? { code: 552, text: '5.2.2 Mailbox full' } : undefined,
  });
  t.after(() => mailbox.close());
  const more = {
    LINKPIN_MAIL_SERVER: `smtp://tv@127.0.0.1:${mailbox.port}`,
    LINKPIN_MAIL_FROM: 'tv@example.org',
    LINKPIN_MAIL_PASSWORD: 'secret',
    LINKPIN_PUBLIC_URL: 'https://link.example.org',
  };
  const served = await serve(t, [], more);
  const { data, env } = served;
  await addUser(served, 'ada');
  const tried = await run(['mail', 'test', 'ada@example.org'], env);
  const at = `127.0.0.1:${mailbox.port}`;
  assert.deepEqual([tried.code, tried.stdout], [0, `${at} took the mail: 250 2.0.0 Ok: queued\n`]);
  assert.equal((await mailbox.get(1)).mail.subject, 'Mail from linkpin works');
  const failures: readonly (readonly [args: readonly string[], env: NodeJS.ProcessEnv, said: RegExp])[] = [
    [['full@example.org'], env, /did not take the mail: 552 5\.2\.2 Mailbox full\n$/],
    [['ada@example.org'], { ...env, LINKPIN_MAIL_PASSWORD: 'wrong' }, /did not take the mail: 535 5\.7\.8 Authentic/],
    [['ada@example.org\nBcc: eve@example.org'], env, /is not an e-mail address\.\n$/],
    [['ada@example.org'], { ...env, LINKPIN_MAIL_FROM: '' }, /^No mail can be sent without mailFrom\./],
  ];
  for (const [args, from, said] of failures) {
    const { code, stdout, stderr } = await run(['mail', 'test', ...args], from);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, said);
    assert.doesNotMatch(stderr, /wrong/);
  }

  const invited = await run(['invite', '--to', 'zoe@example.org', '--data', data], env);
  assert.deepEqual([invited.code, invited.stdout], [0, '']);
  assert.equal(invited.stderr, 'The service sends an invite to zoe@example.org, at once if it runs.\n');
  const mail = await mailbox.get(2);
  assert.equal(mail.to, 'zoe@example.org');
  assert.match(linkIn(mail), /^https:\/\/link\.example\.org\/signup\?invite=/);
  const refused = await run(['invite', '--to', 'zoe@', '--data', data], env);
  assert.deepEqual([refused.code, refused.stderr], [1, 'zoe@ is not an e-mail address.\n']);
  const off = await run(['invite', '--to', 'zoe@example.org', '--data', data], { ...env, LINKPIN_MAIL_SERVER: '' });
  assert.match(off.stderr, /^There is no mail server\./);
});
