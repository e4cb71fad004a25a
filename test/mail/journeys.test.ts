// What people do with mail, from page to mailbox and back, on each store that lasts.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { folderFor } from '../../packages/server/src/stores/sqlite/temporary.testing.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';
import { movableClock } from '../harness/clock.ts';
import { testKeys } from '../harness/dependencies.ts';
import { password } from '../harness/people.ts';
import { Person } from '../harness/person.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { linkIn, openMailbox, type Arrived, type Mailbox } from './mailbox.ts';

const publicUrl = 'https://link.example.org';

type Store = NonNullable<NonNullable<Parameters<typeof createHarness>[1]>['store']>;

const stores: Readonly<Record<string, (context: TestContext) => Promise<Store>>> = {
  SQLite: (context) => openSqliteStore({ file: join(folderFor(context), 'linkpin.db'), keys: createKeys(testKeys) }),
  PostgreSQL: async (context) => {
    const database = await freshDatabase();
    context.after(() => database[Symbol.asyncDispose]());
    const address = readPostgresAddress(database.url);
    return openPostgresStore({ address, keys: createKeys(testKeys), connections: 4 });
  },
};

interface Home {
  readonly harness: Harness;
  readonly mailbox: Mailbox;
  /** Somebody with a browser of their own. */
  readonly somebody: () => Person;
}

/** Follows the link of a mail, as far as it leads from our own host. */
const pathOf = (mail: Arrived): string => {
  const link = new URL(linkIn(mail));
  assert.equal(link.origin, publicUrl);
  return `${link.pathname}${link.search}`;
};

for (const [name, open] of Object.entries(stores)) {
  const begin = async (context: TestContext): Promise<Home> => {
    const mailbox = await openMailbox();
    const store = await open(context);
    const harness = createHarness('mail', {
      store,
      clock: movableClock(() => store.clock?.now() ?? Date.now()),
      settings: { publicUrl, mailServer: `smtp://127.0.0.1:${mailbox.port}`, mailFrom: 'tv@example.org' },
    });
    context.after(async () => {
      await harness.service.close();
      await mailbox.close();
    });
    const send = (request: Request) => harness.service.fetch(request, { peer: '203.0.113.9' });
    return { harness, mailbox, somebody: () => new Person(publicUrl, () => ({}), send) };
  };

  describe(`mail on ${name}`, () => {
    it('brings somebody a new password who forgot the old one, and tells of the change', async (context) => {
      const { harness, mailbox, somebody } = await begin(context);
      await harness.person('ada');
      const ada = somebody();
      const asked = await ada.fillIn(await ada.get('/forgot'), { email: 'Ada@example.com' });
      assert.match(asked.html, /Look in your mailbox/);
      const stranger = await ada.fillIn(await ada.get('/forgot'), { email: 'nobody@example.com' });
      assert.equal(stranger.html, asked.html, 'an address that nobody has gets the same answer');

      const mail = await mailbox.get(1);
      assert.deepEqual([mail.to, mail.mail.subject], ['ada@example.com', 'Choose a new password for linkpin']);
      const form = await ada.get(pathOf(mail));
      assert.ok((await somebody().signIn('ada', password)).path === '/link', 'nothing has changed yet');
      const done = await ada.fillIn(form, { password: 'another long one' });
      assert.match(done.html, /Sign in with the new one/);
      assert.equal((await somebody().signIn('ada', 'another long one')).path, '/link');
      assert.equal((await ada.get(pathOf(mail))).status, 404, 'a link works once');

      const notice = await mailbox.get(2);
      assert.equal(notice.mail.subject, 'Your linkpin password was changed');
      assert.equal(mailbox.arrived.length, 2, 'and nobody else got anything');
    });

    it('takes back a new password that was none of hers, and signs nobody in', async (context) => {
      const { harness, mailbox, somebody } = await begin(context);
      await harness.person('ada');
      const thief = somebody();
      await thief.signIn('ada', password);
      await thief.fillIn(await thief.get('/account'), { old: password, next: 'of the thief' });
      const notice = await mailbox.get(1);

      const ada = somebody();
      const page = await ada.get(pathOf(notice));
      assert.match(page.html, /This was not me/);
      assert.equal((await thief.get('/account')).path, '/account', 'to look at the page changes nothing');
      const done = await ada.fillIn(page, {}, '/undo');
      assert.match(done.html, /That password no longer works/);
      assert.equal((await thief.get('/account')).path, '/signin');
      assert.equal((await somebody().signIn('ada', 'of the thief')).status, 422);
      assert.equal((await ada.get('/account')).path, '/signin', 'and she is not signed in by it');
      const reset = await mailbox.get(2);
      await ada.fillIn(await ada.get(pathOf(reset)), { password: 'mine again, quite' });
      assert.equal((await ada.signIn('ada', 'mine again, quite')).path, '/link');
      assert.equal((await ada.get(pathOf(notice))).status, 404);
    });

    it('proves an address in a session of its account, and of no other', async (context) => {
      const { harness, mailbox, somebody } = await begin(context);
      for (const person of ['ada', 'ben']) await harness.person(person);
      const [ada, ben] = [somebody(), somebody()];
      await ada.signIn('ada', password);
      await ben.signIn('ben', password);
      const account = await ada.get('/account');
      assert.match(account.html, /This e-mail address is confirmed/);
      const names = { username: 'ada', email: 'countess@example.com', password };
      const changed = await ada.fillIn(account, names, '/account/names');
      assert.match(changed.html, /isn’t confirmed/);

      const [first, second] = [await mailbox.get(1), await mailbox.get(2)];
      const [told, proof] = first.to === 'ada@example.com' ? [first, second] : [second, first];
      assert.equal(told.mail.subject, 'The e-mail address of your linkpin account was changed');
      assert.equal(proof.to, 'countess@example.com');
      const elsewhere = await ben.get(pathOf(proof));
      assert.equal(elsewhere.status, 403);
      assert.match(elsewhere.html, /for another account/);
      const outside = await somebody().get(pathOf(proof));
      assert.equal(outside.path, '/signin');
      const question = await ada.get(pathOf(proof));
      assert.equal((await harness.store.accounts.bySignInName('ada'))?.emailConfirmed, false);
      const done = await ada.fillIn(question, {}, '/confirm');
      assert.match(done.html, /E-mail address confirmed/);
      assert.equal((await harness.store.accounts.bySignInName('ada'))?.emailConfirmed, true);
    });

    it('brings an address back that a thief has changed, with all the thief could do', async (context) => {
      const { harness, mailbox, somebody } = await begin(context);
      await harness.person('ada');
      const thief = somebody();
      await thief.signIn('ada', password);
      const names = { username: 'ada', email: 'thief@example.net', password };
      await thief.fillIn(await thief.get('/account'), names, '/account/names');
      const mails = [await mailbox.get(1), await mailbox.get(2)];
      const [told] = mails.filter(({ to }) => to === 'ada@example.com');
      const [proof] = mails.filter(({ to }) => to === 'thief@example.net');
      assert.ok(told && proof);
      await thief.fillIn(await thief.get(pathOf(proof)), {}, '/confirm');
      const ada = somebody();
      const done = await ada.fillIn(await ada.get(pathOf(told)), {}, '/undo');
      assert.match(done.html, /Your address is back/);
      assert.equal((await thief.get('/account')).path, '/signin');
      assert.equal((await somebody().signIn('ada', password)).status, 422);
      const reset = await mailbox.get(3);
      assert.equal(reset.to, 'ada@example.com');
      await ada.fillIn(await ada.get(pathOf(reset)), { password: 'mine again, quite' });
      assert.equal((await ada.signIn('ada@example.com', 'mine again, quite')).path, '/link');
    });

    it('tells of a device that was linked, quoted and as no link, and ends it on request', async (context) => {
      const { harness, mailbox, somebody } = await begin(context);
      await harness.person('ada');
      const headers = {
        accept: 'application/json',
        'x-plex-client-identifier': 'tv-1',
        'x-plex-product': 'Player',
        'x-plex-device-name': 'https://evil.example/ <b>click</b>',
      };
      const call = async (path: string, method = 'GET', more = {}) => {
        const request = new Request(`${publicUrl}${path}`, { method, headers: { ...headers, ...more } });
        const response = await harness.service.fetch(request, { peer: '198.51.100.7' });
        return {
          status: response.status,
          body: (await response.json()) as { id: number; code: string; authToken: string },
        };
      };
      const pin = (await call('/api/v2/pins', 'POST')).body;
      const ada = somebody();
      await ada.signIn('ada', password);
      await ada.answer(pin.code, 'yes');
      const { authToken } = (await call(`/api/v2/pins/${pin.id}`)).body;
      assert.equal((await call('/api/v2/user', 'GET', { 'x-plex-token': authToken })).status, 200);

      const notice = await mailbox.get(1);
      const { subject, text = '', html = '' } = notice.mail;
      assert.equal(subject, 'A device was linked to your linkpin account');
      assert.match(text, /“https: \/\/evil\. example\/ <b>click<\/b>”/);
      assert.doesNotMatch(html, /<b>|https:\/\/evil|evil\.example/);
      const other = somebody();
      const done = await other.fillIn(await other.get(pathOf(notice)), {}, '/undo');
      assert.match(done.html, /Unlinked/);
      assert.equal((await call('/api/v2/user', 'GET', { 'x-plex-token': authToken })).status, 401);
      assert.equal((await ada.get('/devices')).path, '/signin', 'whoever linked it is signed out');
      assert.equal((await other.get('/devices')).path, '/signin', 'and nobody is signed in');
      assert.equal((await other.get(pathOf(notice))).status, 404);
    });

    it('invites an address in the language of who invites', async (context) => {
      const { harness, mailbox, somebody } = await begin(context);
      const made = await harness.service.createAccount({ username: 'root', password, isAdmin: true });
      assert.ok(made.ok);
      const root = somebody();
      await root.signIn('root', password);
      const wrong = await root.fillIn(
        await root.get('/account'),
        { to: 'zoe@b.org\r\nBcc: eve@c.org' },
        '/account/invite',
      );
      assert.equal(wrong.status, 422);
      await harness.store.accounts.setLanguage(made.value.id, 'en-XA');
      const sent = await root.fillIn(await root.get('/account?lang=en'), { to: 'zoe@example.org' }, '/account/invite');
      assert.match(sent.html, /The invite is on its way/);
      const mail = await mailbox.get(1);
      assert.deepEqual([mail.to, mailbox.arrived.length], ['zoe@example.org', 1]);
      assert.match(mail.mail.html ?? '', /<html lang="en-XA" dir="ltr">/);
      assert.match(mail.mail.subject ?? '', /^\[Ýóúŕ/);
      const zoe = somebody();
      const in_ = await zoe.fillIn(await zoe.get(pathOf(mail)), {
        username: 'zoe',
        email: '',
        password: 'a long sentence',
      });
      assert.equal(in_.path, '/link');
    });
  });
}
