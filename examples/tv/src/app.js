// A television that signs in by device authorization (RFC 8628).
import { createDeviceClient, isLinkpinClientError } from '@linkpin/client';
import { pause } from './pause.js';
import { listenToRemote } from './remote.js';
import { createSession, SignedOutError } from './session.js';
import { createStorage } from './storage.js';
import { buttons, drawQr, fill, onPress, press, setBar, show, shownState } from './view.js';

const { issuer, clientId, scope, product } = window.settings;

/** How many codes follow each other before somebody has to press OK: RFC 8628 §3.5 wants no television that asks for ever. */
const codesInARow = 6;

/** What is worth another try by itself. */
const passing = ['network', 'timeout', 'server', 'rate_limited', 'unreadable'];

let client;
let session;
let running = new AbortController();

/** Begins something, and ends what was going on. */
function begin(work, ...more) {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  work(signal, ...more).catch((error) => {
    if (signal.aborted) return;
    show('trouble', { trouble: error.message });
    onPress('go-on', () => begin(start));
  });
}

async function start(signal) {
  client = createDeviceClient({ issuer, clientId, scope });
  session = createSession(client, createStorage());
  await (session.isSignedIn() ? stayIn(signal) : signIn(signal));
}

async function signIn(signal, firstNews = '') {
  let news = firstNews;
  for (let codes = 1; ; codes += 1) {
    const outcome = await showCode(news, signal);
    news = '';
    if (outcome.kind === 'approved') {
      session.keepTokens(outcome.tokens);
      return stayIn(signal);
    }
    session.forget();
    if (outcome.kind === 'failed') throw outcome.error;
    if (outcome.kind === 'denied') {
      show('denied');
    } else if (codes % codesInARow === 0 || document.hidden) {
      show('asleep');
    } else {
      news = 'That code has expired. Here is a new one.';
      continue;
    }
    await pause(Infinity, { onPress, signal });
  }
}

/** Shows a code until it is decided; the one that was shown before a reload, if it still lives. */
async function showCode(news, signal) {
  const { signIn: code, life } = session.code() || (await newCode(signal));
  const hurry = () => document.hidden || code.hurry();
  document.addEventListener('visibilitychange', hurry);
  window.addEventListener('online', hurry);
  drawQr(code.qrText);
  fill({ news, address: code.verificationUri.replace(/^https?:\/\//, ''), code: code.code });
  try {
    for await (const state of code.states({ signal })) {
      if (state.remaining === undefined) return state;
      showProgress(state, life);
    }
  } finally {
    document.removeEventListener('visibilitychange', hurry);
    window.removeEventListener('online', hurry);
  }
}

function showProgress({ kind, remaining, number, retryIn }, life) {
  const seconds = String(remaining % 60).padStart(2, '0');
  const left = `${Math.floor(remaining / 60)}:${seconds} left`;
  const isLost = kind === 'retrying';
  setBar(remaining / life);
  fill({ left, progress: isLost ? `No answer. Trying again in ${retryIn} s.` : '' });
  if (number !== undefined) show('number', { number: String(number) });
  else if (!isLost || shownState() !== 'number') show('code');
}

/** Asks for a code until there is one. */
async function newCode(signal) {
  if (shownState() !== 'code') show('asking');
  for (let failures = 0; ; failures += 1) {
    try {
      const code = await client.requestCode({ signal });
      session.keepCode(code.save(), code.remaining);
      return { signIn: code, life: code.remaining };
    } catch (error) {
      if (signal.aborted || !isLinkpinClientError(error) || !passing.includes(error.code)) throw error;
      const wait = error.retryAfter || Math.min(5 * 2 ** failures, 60);
      show('away', { why: error.code === 'rate_limited' ? 'Too many codes' : 'The service cannot be reached' });
      const onSecond = (left) => fill({ again: `Trying again in ${left} s.` });
      await pause(wait, { onPress, signal, onSecond });
    }
  }
}

async function stayIn(signal) {
  showPerson();
  try {
    const configuration = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const metadata = await (await fetch(configuration, { signal })).json();
    const answer = await session.fetch(metadata.userinfo_endpoint, signal);
    if (!answer.ok) throw new Error(`The service answers ${answer.status}.`);
    const { name, preferred_username: username } = await answer.json();
    session.keepPerson(name || username || null);
    fill({ note: '' });
    showPerson();
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof SignedOutError) {
      session.forget();
      return signIn(signal, 'This television was signed out.');
    }
    fill({ note: 'The service cannot be reached now.' });
  }
}

/** Leaves the question of the sign-out where it is. */
function showPerson() {
  const person = session.person();
  fill({ who: person === null ? 'Signed in' : `Signed in as ${person}` });
  if (shownState() !== 'sign-out') show('signed-in');
}

/** The person may have ended the sign-in elsewhere, while the television slept. */
function lookAgain() {
  if (!document.hidden && shownState() === 'signed-in') begin(stayIn);
}

onPress('ask-to-sign-out', () => show('sign-out'));
onPress('stay', () => show('signed-in'));
onPress('sign-out', () =>
  begin(async (signal) => {
    show('asking');
    const isTold = await session.signOut();
    await signIn(signal, isTold ? 'Signed out.' : 'Signed out here. The service could not be told.');
  }),
);
document.addEventListener('visibilitychange', lookAgain);
window.addEventListener('online', lookAgain);
listenToRemote(buttons, () => {
  if (shownState() !== 'sign-out') return false;
  press('stay');
  return true;
});
fill({ product });
begin(start);
