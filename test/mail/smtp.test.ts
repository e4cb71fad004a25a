// What is said to a mail server, and what is made of its answers.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createSmtp, type Letter, type MailServer } from '../../packages/server/src/mail/smtp.ts';
import { openMailbox, type MailboxOptions } from './mailbox.ts';

const letter: Letter = {
  id: 'abc',
  to: 'ada@example.org',
  subject: 'Für Ada – ሰላም',
  text: 'Hello Ada,\n\nwelcome.\n',
  html: '<p>Hello <b>Ada</b></p>',
};
const from = { name: 'Kino, "Süd"', address: 'tv@example.org', hostName: 'link.example.org' };

async function begin(context: TestContext, options: MailboxOptions = {}, more: Partial<MailServer> = {}) {
  const mailbox = await openMailbox(options);
  context.after(() => mailbox.close());
  const server = { host: '127.0.0.1', port: mailbox.port, implicitTls: false, user: null, password: null };
  return { mailbox, send: createSmtp({ ...server, mayBePlain: true, ...more }, from) };
}

test('a mail arrives as it was written, as text and as HTML, and asks for no answer', async (context) => {
  const { mailbox, send } = await begin(context);
  assert.deepEqual(await send(letter), { fault: null, reply: '250 2.0.0 Ok: queued' });
  const { to, from: sender, mail, isSecure, raw } = await mailbox.get(1);
  assert.deepEqual([to, sender, isSecure], ['ada@example.org', 'tv@example.org', true]);
  assert.equal(mail.subject, letter.subject);
  assert.deepEqual(mail.from, { name: from.name, address: from.address });
  assert.equal(mail.text?.trim(), letter.text.trim());
  assert.equal(mail.html?.trim(), letter.html);
  assert.equal(mail.messageId, '<abc@example.org>');
  assert.match(raw, /^Auto-Submitted: auto-generated\r$/m);
});

test('a user signs in, after STARTTLS or in TLS from the first byte', async (context) => {
  const login = { user: 'tv@example.org', password: 'päss "word"' };
  for (const secure of [false, true]) {
    const { mailbox, send } = await begin(context, { login, secure }, { ...login, implicitTls: secure });
    assert.equal((await send(letter)).fault, null);
    const { isSecure, user } = await mailbox.get(1);
    assert.deepEqual([isSecure, user], [true, login.user]);
  }
});

test('a wrong password is the fault of the server’s settings, and is never told', async (context) => {
  const login = { user: 'tv', password: 'right' };
  const { mailbox, send } = await begin(context, { login }, { user: 'tv', password: 'wrong horse' });
  const outcome = await send(letter);
  assert.equal(outcome.fault, 'server');
  assert.match(outcome.reply, /^535 5\.7\.8 Authentication failed/);
  assert.ok(!JSON.stringify(outcome).includes('wrong horse'));
  assert.equal(mailbox.arrived.length, 0);
});

test('beyond this machine nothing is said without TLS, nor under a certificate that nobody vouches for', async (context) => {
  const login = { user: 'tv', password: 'secret' };
  const far = { mayBePlain: false, ...login };
  const without = await begin(context, { hideSTARTTLS: true, login, authOptional: true }, far);
  assert.equal((await without.send(letter)).fault, 'server');
  assert.equal(without.mailbox.arrived.length, 0);
  const untrusted = await begin(context, { login }, far);
  const outcome = await untrusted.send(letter);
  assert.equal(outcome.fault, 'server');
  assert.match(outcome.reply, /certificate/);
  assert.equal(untrusted.mailbox.arrived.length, 0);
});

test('what a server refuses for good, for now, and what is its own fault are told apart', async (context) => {
  const refuse: MailboxOptions['refuse'] = (at, to) => {
    const [code, where] = to.split('@', 1)[0]?.split('-') ?? [];
    return where === at ? { code: Number(code), text: `5.1.1 <${to}> is\r\nnot here` } : undefined;
  };
  const { send } = await begin(context, { refuse });
  const faultOf = async (to: string) => (await send({ ...letter, to })).fault;
  assert.equal(await faultOf('550-recipient@b.org'), 'refused');
  assert.equal(await faultOf('450-recipient@b.org'), 'later');
  assert.equal(await faultOf('554-mail@b.org'), 'refused');
  assert.equal(await faultOf('452-mail@b.org'), 'later');
  assert.equal(await faultOf('ada@b.org'), null);
  const { reply } = await send({ ...letter, to: '550-recipient@b.org' });
  assert.doesNotMatch(reply, /b\.org|[\r\n]/, 'one line that names nobody');
});

test('a server that is not there, or speaks something else, is at fault', async (context) => {
  const silent = createServer((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  context.after(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  const { mailbox, send } = await begin(context, {}, { port });
  assert.equal((await send(letter)).fault, 'server');
  await mailbox.close();
  const gone = await begin(context, {}, { port: mailbox.port });
  const outcome = await gone.send(letter);
  assert.equal(outcome.fault, 'server');
  assert.match(outcome.reply, /ECONNREFUSED/);
});

test('nothing that ends a line becomes a header or a recipient', async (context) => {
  const { mailbox, send } = await begin(context);
  const ends = ['\r\n', '\n', '\r', '\0'];
  for (const end of ends) {
    for (const part of ['id', 'to', 'subject'] as const) {
      const outcome = await send({ ...letter, [part]: `${letter[part]}${end}Bcc: eve@example.org` });
      assert.equal(outcome.fault, 'refused', part);
    }
  }
  assert.equal(mailbox.connections(), 0);
  const list = await send({ ...letter, to: 'ada@example.org, eve@example.org' });
  for (const { to } of mailbox.arrived) assert.doesNotMatch(to, /^eve|eve@example\.org$/);
  assert.notEqual(list.fault, null);
});
