// An app in Express whose users sign in with Plex. The token stays on the server.
// In a project of your own: npm i express express-session @linkpin/client
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import express from 'express';
import session from 'express-session';
import { checkPlexToken, createPlexClient, fetchPlexResources, isLinkpinClientError } from '@linkpin/client';
import { makeCookieSecret, sealForCookie, unsealFromCookie } from '@linkpin/client/cookie';
import { home, popupEnd, sentenceFor } from './pages.mjs';

const {
  PLEX_SERVER,
  CLIENT_IDENTIFIER = crypto.randomUUID(),
  SECRET = makeCookieSecret(),
  PORT = '3000',
} = process.env;
const { PUBLIC_URL: origin = `http://127.0.0.1:${PORT}` } = process.env;
if (!PLEX_SERVER)
  throw new Error('PLEX_SERVER is missing: the machineIdentifier at http://YOUR-PLEX-SERVER:32400/identity');

const identity = { clientIdentifier: CLIENT_IDENTIFIER, product: 'Film night' };
const plex = createPlexClient(identity);
const cookie = { httpOnly: true, sameSite: 'lax', secure: origin.startsWith('https:') };
/** The cookie in which a pin waits, encrypted: only the browser that asked for it can finish the sign-in. */
const pinCookie = { ...cookie, path: '/sign-in' };

const app = express().set('trust proxy', 'loopback');
app.use((request, response, next) => {
  response.set({
    'content-security-policy':
      "default-src 'self'; form-action 'self' https://app.plex.tv; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'same-origin',
  });
  // Browsers say where a POST comes from: other sites post nothing here (CSRF).
  if (/^(GET|HEAD)$/.test(request.method) || request.headers.origin === origin) return next();
  return response.status(403).send('This did not come from a page of this site.');
});
app.use('/public', express.static(join(import.meta.dirname, 'public')));
app.use('/linkpin', express.static(join(fileURLToPath(import.meta.resolve('@linkpin/client')), '..')));
// Sessions are in memory; take a store of your own. After eight hours people sign in again, and their access is checked again.
const kept = { maxAge: 8 * 3_600_000, ...cookie };
app.use(session({ name: 'session', secret: SECRET, resave: false, saveUninitialized: false, cookie: kept }));

app.get('/', ({ session: { user }, query }, response) => response.send(home({ user, problem: query.problem })));

app.post('/sign-in', async (request, response) => {
  const signIn = await plex.requestPin({ strong: true });
  const sealed = await sealForCookie(signIn.save(), SECRET);
  response.cookie('plex-pin', sealed, { ...pinCookie, expires: signIn.expiresAt });
  // Where Plex sends people afterwards: the page itself, or its popup.
  const authUrl = (path) => signIn.authUrl({ forwardUrl: origin + path });
  if (!wantsJson(request)) return response.redirect(303, authUrl('/sign-in/back'));
  return response.json(Object.fromEntries(['/sign-in/back', '/popup'].map((path) => [path, authUrl(path)])));
});

/** Asked by the page while its popup is open, again and again. */
app.post('/sign-in/finish', async (request, response) => {
  const kind = await finish(request, response, 10_000);
  response.json({ kind, sentence: sentenceFor(kind) });
});

/** Where people come back to who had no popup. */
app.get('/sign-in/back', async (request, response) => {
  const kind = await finish(request, response, 15_000);
  response.redirect(303, kind === 'approved' ? '/' : `/?problem=${kind}`);
});

app.get('/popup', (_request, response) => response.send(popupEnd()));

app.post('/sign-out', async (request, response) => {
  await promisify(request.session.destroy.bind(request.session))();
  response.clearCookie('session', cookie).redirect(303, '/');
});

app.use((error, request, response, next) => {
  if (!isLinkpinClientError(error) || error.code === 'bad_option') return next(error);
  console.error(error.message); // holds no token and no code
  if (wantsJson(request)) return response.status(502).json({ sentence: sentenceFor('unavailable') });
  return response.redirect(303, '/?problem=unavailable');
});

app.listen(Number(PORT), '127.0.0.1', () => console.log(origin));

/**
 * Signs in the person who approved the pin of this browser.
 *
 * @param patience milliseconds to wait for plex.tv to say so
 * @returns what became of it: the outcome, or `undecided`, `unavailable`, `stranger`
 */
async function finish(request, response, patience) {
  const [, sealed] = /(?:^|; )plex-pin=([^;]+)/.exec(request.headers.cookie ?? '') ?? [];
  const saved = await unsealFromCookie(sealed, SECRET);
  if (saved === null) return 'expired';
  const state = await lastState(plex.resume(saved), AbortSignal.timeout(patience));
  if (state.kind === 'retrying') return 'unavailable';
  if (state.kind === 'pending' || state.kind === 'opened') return 'undecided';
  if (state.kind !== 'approved') return done(state.kind);

  const { token } = state;
  const check = await checkPlexToken(identity, token);
  if (check.kind !== 'valid') return check.kind === 'unknown' ? 'unavailable' : done('failed');
  const mayUse = await fetchPlexResources(identity, token);
  if (!mayUse.some(({ clientIdentifier }) => clientIdentifier === PLEX_SERVER)) return done('stranger');

  // A new session id, so that one that somebody planted in this browser before is worth nothing (session fixation).
  await promisify(request.session.regenerate.bind(request.session))();
  request.session.user = { id: check.user.id, name: check.user.title ?? check.user.username };
  request.session.token = token; // for requests of this server to the media server
  return done('approved');

  function done(kind) {
    response.clearCookie('plex-pin', pinCookie);
    return kind;
  }
}

async function lastState(signIn, signal) {
  let last;
  try {
    for await (const state of signIn.states({ signal })) last = state;
  } catch {
    // The patience is over.
  }
  return last;
}

function wantsJson(request) {
  return request.accepts(['html', 'json']) === 'json';
}
