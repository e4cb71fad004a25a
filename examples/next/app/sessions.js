// Who is signed in, and whose code waits: in memory. Keep sessions in your database instead.
import { cookies } from 'next/headers';
import { createDeviceClient } from '@linkpin/client';

const {
  ISSUER: issuer,
  CLIENT_ID: clientId = 'film-club',
  SCOPE: scope = 'openid profile',
  PUBLIC_URL = '',
} = process.env;
const cookie = { httpOnly: true, sameSite: 'lax', secure: PUBLIC_URL.startsWith('https:') };

// Next.js bundles this file more than once; there is one of these.
const kept = (globalThis.filmClub ??= { waiting: new Map(), sessions: new Map(), client: undefined });
const client = () => (kept.client ??= createDeviceClient({ issuer, clientId, scope }));

/** What of a sign-in may leave the server. */
export const shown = ({ signIn: { code, verificationUri, qrText } }) => ({ code, verificationUri, qrText });

const idIn = async (name) => (await cookies()).get(name)?.value;

/** The sign-in that waits for this browser, or was approved and is not finished. */
export async function waitingSignIn() {
  return kept.waiting.get(await idIn('sign-in'));
}

/** Asks for a code and waits for the answer, whether or not the page stays open. */
export async function begin() {
  const signIn = await client().requestCode();
  const id = crypto.randomUUID();
  const waiting = { signIn, tokens: undefined };
  kept.waiting.set(id, waiting);
  void signIn.wait().then((outcome) => {
    waiting.tokens = outcome.tokens;
    if (outcome.kind === 'approved') setTimeout(() => kept.waiting.delete(id), 600_000).unref();
    else kept.waiting.delete(id);
  });
  (await cookies()).set('sign-in', id, cookie);
  return waiting;
}

export async function forget() {
  kept.waiting.delete(await idIn('sign-in'));
  (await cookies()).delete('sign-in');
}

export async function currentSession() {
  return kept.sessions.get(await idIn('session'));
}

/** Signs this browser in, under an id that nobody can have planted before (session fixation). */
export async function open(tokens) {
  await forget();
  const id = crypto.randomUUID();
  kept.sessions.set(id, { id, tokens });
  (await cookies()).set('session', id, cookie);
}

export async function end({ id, tokens }) {
  kept.sessions.delete(id);
  (await cookies()).delete('session');
  await client()
    .revoke(tokens.refreshToken ?? tokens.accessToken)
    .catch((error) => console.error(error.message));
}

/** The name of the person, by the issuer; null if it does not say. */
export async function whoIs({ tokens }) {
  try {
    const { userinfo_endpoint: url } = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    const person = await fetch(url, { headers: { authorization: `Bearer ${tokens.accessToken}` } });
    const { name, preferred_username: username, sub } = await person.json();
    return name ?? username ?? sub ?? null;
  } catch {
    return null;
  }
}
