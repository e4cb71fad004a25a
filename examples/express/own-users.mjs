// An app in Express whose users link their televisions. In a project of your own: npm i express @linkpin/server
import { randomUUID } from 'node:crypto';
import express from 'express';
import { createService, makeSecretKey } from '@linkpin/server';

const { PORT = '3000' } = process.env;
const origin = `http://127.0.0.1:${PORT}`;

// Your users and sessions, as you have them already.
const users = { ada: { id: 'user-1', name: 'Ada' }, bob: { id: 'user-2', name: 'Bob' } };
const sessions = new Map();
const sessionOf = (cookie = '') => sessions.get(/(?:^|; )session=([^;]+)/.exec(cookie)?.[1]);

// Keep the keys and the store, as docs/embedding.md shows; here they end with the process.
const service = createService({
  keys: [makeSecretKey()],
  settings: { publicUrl: `${origin}/devices` },
  signIn(request, { returnTo, fresh }) {
    const session = sessionOf(request.headers.get('cookie') ?? undefined);
    if (session !== undefined && !(fresh && Date.now() - session.at > 300_000)) {
      return { subject: session.user.id, name: session.user.name, signedInAt: session.at };
    }
    return { redirect: `${origin}/login?next=${encodeURIComponent(returnTo)}` };
  },
});

const page = (body) => `<!doctype html><html lang="en"><title>My app</title>${body}</html>`;
const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
/** A path of this app alone, so that nobody is led elsewhere after signing in. */
const here = (next) => (URL.parse(String(next))?.origin === origin ? String(next) : '/');

const app = express();
// Before anything that reads a body. OAuth clients look for the metadata at the root of the host (RFC 8414 section 3.1).
app.use(['/devices', '/.well-known/oauth-authorization-server/devices'], service.nodeHandler);
app.use(express.urlencoded({ extended: false }));
app.get('/login', ({ query }, answer) => {
  const next = escaped(here(query.next));
  answer.send(
    page(`<form method="post" action="/login"><input type="hidden" name="next" value="${next}">
    <input name="user" aria-label="Name"><button>Sign in</button></form>`),
  );
});
app.post('/login', ({ body }, answer) => {
  const user = Object.hasOwn(users, body?.user) ? users[body.user] : undefined; // and a password, of course
  if (user === undefined) return answer.status(422).send(page('<p>Who are you?</p>'));
  const id = randomUUID();
  sessions.set(id, { user, at: Date.now() });
  return answer.cookie('session', id, { httpOnly: true, sameSite: 'lax' }).redirect(303, here(body.next));
});
app.post('/logout', ({ headers }, answer) => {
  sessions.delete(/(?:^|; )session=([^;]+)/.exec(headers.cookie ?? '')?.[1]);
  answer.redirect(303, '/');
});
app.get('/', (_request, answer) => answer.send(page('<a href="/devices/link">Link a device</a>')));
app.listen(Number(PORT), '127.0.0.1', () => console.log(origin));
