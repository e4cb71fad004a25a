// Signs in by a popup. Without this script, or where a popup is blocked, the page itself goes to Plex and comes back.
import { signInWithPopup } from '/linkpin/index.js';

const form = document.querySelector('#sign-in');
const [signIn, cancel] = form?.elements ?? [];
const say = (text) => (document.querySelector('#status').textContent = text);

async function post(path, signal) {
  const answer = await fetch(path, { method: 'POST', headers: { accept: 'application/json' }, signal });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.sentence);
  return body;
}

/** In place of a client of plex.tv: our own server, which has the pin and keeps the token. */
const ourServer = {
  async requestPin({ signal }) {
    const urls = await post('/sign-in', signal);
    return {
      authUrl: ({ forwardUrl }) => urls[forwardUrl],
      hurry() {},
      wait: () => waitForOutcome(signal),
    };
  },
};

async function waitForOutcome(signal) {
  for (;;) {
    const { kind, sentence } = await post('/sign-in/finish', signal).catch((error) => {
      signal.throwIfAborted();
      return { kind: 'unavailable', sentence: error.message };
    });
    if (kind !== 'undecided' && kind !== 'unavailable') return { kind, sentence };
    if (kind === 'unavailable') {
      say('No answer. Trying again …');
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const { signal, stop } = begin();
  signInWithPopup(ourServer, { forwardUrl: '/sign-in/back', endUrl: '/popup', signal })
    .then(({ kind, sentence }) => {
      if (kind === 'approved') location.assign('/');
      else if (kind !== 'redirecting') stop(sentence);
    })
    .catch((error) => stop(signal.aborted ? 'Cancelled.' : error.message));
});

/** Shows that a sign-in is under way, until `stop` says what became of it. */
function begin() {
  const controller = new AbortController();
  cancel.onclick = () => controller.abort();
  const show = (isUnderWay, text) => {
    signIn.disabled = isUnderWay;
    cancel.hidden = !isUnderWay;
    say(text);
  };
  show(true, 'Plex is open in another window. Answer there.');
  return { signal: controller.signal, stop: (text) => show(false, text) };
}

// “Back” may show this page as it was left.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
