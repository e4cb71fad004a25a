'use server';
// What forms and scripts ask for. Next.js takes them from pages of its own origin only (CSRF).
import { redirect } from 'next/navigation';
import { begin, currentSession, end, forget, open, shown, waitingSignIn } from './sessions.js';

/** Asks the issuer for a code, unless one waits. Returns what may be shown, or null if the issuer does not answer. */
export async function startSignIn() {
  try {
    return shown((await waitingSignIn()) ?? (await begin()));
  } catch (error) {
    console.error(error.message); // holds no token and no code
    return null;
  }
}

export async function cancelSignIn() {
  const waiting = await waitingSignIn();
  await forget();
  return (await waiting?.signIn.cancel()) ?? false;
}

/** Signs this browser in if its code was approved. */
export async function finishSignIn() {
  const waiting = await waitingSignIn();
  if (!waiting?.tokens) redirect('/?answered');
  await open(waiting.tokens);
  redirect('/');
}

export async function signOut() {
  const session = await currentSession();
  if (session !== undefined) await end(session);
  redirect('/');
}
