// An app in Hono whose users link their televisions. In a project of your own: npm i hono @hono/node-server @linkpin/server
import { randomUUID } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { createService, makeSecretKey } from '@linkpin/server';

const { PORT = '3000' } = process.env;
const origin = `http://127.0.0.1:${PORT}`;

// Your users and sessions, as you have them already.
const users = { ada: { id: 'user-1', name: 'Ada' }, bob: { id: 'user-2', name: 'Bob' } };
const sessions = new Map();

// Keep the keys and the store, as docs/embedding.md shows; here they end with the process.
const service = createService({
  keys: [makeSecretKey()],
  settings: { publicUrl: `${origin}/devices` },
  signIn({ headers }, { returnTo, fresh }) {
    const session = sessions.get(/(?:^|; )session=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1]);
    if (session !== undefined && !(fresh && Date.now() - session.at > 300_000)) {
      return { subject: session.user.id, name: session.user.name, signedInAt: session.at };
    }
    return { redirect: `${origin}/login?next=${encodeURIComponent(returnTo)}` };
  },
});

/** A path of this app alone, so that nobody is led elsewhere after signing in. */
const here = (next) => (URL.parse(String(next))?.origin === origin ? String(next) : '/');

const app = new Hono();
// OAuth clients look for the metadata at the root of the host (RFC 8414 section 3.1).
for (const path of ['/devices/*', '/.well-known/oauth-authorization-server/devices']) {
  app.all(path, ({ req, env }) => service.fetch(req.raw, { peer: env.incoming.socket.remoteAddress }));
}
app.get('/login', (context) =>
  context.html(
    html`<form method="post" action="/login">
      <input type="hidden" name="next" value="${here(context.req.query('next'))}" />
      <input name="user" aria-label="Name" /><button>Sign in</button>
    </form>`,
  ),
);
app.post('/login', async (context) => {
  const { user: name, next } = await context.req.parseBody();
  const user = Object.hasOwn(users, name) ? users[name] : undefined; // and a password, of course
  if (user === undefined) return context.text('Who are you?', 422);
  const id = randomUUID();
  sessions.set(id, { user, at: Date.now() });
  setCookie(context, 'session', id, { httpOnly: true, sameSite: 'Lax', path: '/' });
  return context.redirect(here(next), 303);
});
app.post('/logout', (context) => {
  sessions.delete(getCookie(context, 'session'));
  return context.redirect('/', 303);
});
app.get('/', (context) => context.html(html`<a href="/devices/link">Link a device</a>`));
serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, () => console.log(origin));
