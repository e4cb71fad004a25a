// Asks the browser for a passkey, by a button and in the autofill of the sign-in name. Without this, and in browsers that
// have no passkeys, their forms stay hidden.

/** How long before its end a challenge that waits in the autofill is replaced, in milliseconds. */
const early = 30_000;

/**
 * When to replace a challenge that waits.
 * @param {number} life how long it is good, in milliseconds
 * @returns {number} milliseconds from now
 */
export const renewAfter = (life) => Math.max(life - early, life / 2);

/**
 * What to say when a ceremony came to nothing.
 * @param {{ name?: string } | undefined} error what the browser threw
 * @param {{ failed?: string, exists?: string, unreachable?: string }} texts
 * @returns {string | undefined} nothing for one that was ended by the next
 */
export function troubleOf(error, { failed, exists, unreachable }) {
  if (error?.name === 'AbortError') return undefined;
  if (error?.name === 'InvalidStateError') return exists;
  return error?.name === 'Unreachable' ? unreachable : failed;
}

class Unreachable extends Error {
  name = 'Unreachable';
}

/** The library, loaded when it is first needed. */
async function library(form) {
  await import(form.dataset.library);
  return globalThis.SimpleWebAuthnBrowser;
}

/** Fetches what to ask for; goes elsewhere if the service says so. */
async function begin(form) {
  const sent = new URLSearchParams(new FormData(form));
  const response = await fetch(form.dataset.options, { method: 'POST', body: sent }).catch(() => undefined);
  const isJson = response?.headers.get('content-type')?.startsWith('application/json') === true;
  if (response?.redirected === true && !isJson) location.reload(); // the session has ended
  if (!isJson) throw new Unreachable();
  const told = await response.json();
  if (told.to !== undefined) {
    location.assign(told.to);
    return new Promise(() => {});
  }
  return told;
}

/** How many were asked for by the button: the autofill gives way to them. */
let asked = 0;

async function ask(form, useBrowserAutofill, onBegin = () => {}) {
  const before = useBrowserAutofill ? asked : ++asked;
  const { startAuthentication, startRegistration } = await library(form);
  const { options, ticket, life } = await begin(form);
  if (before !== asked) throw new DOMException('Another one was asked for.', 'AbortError');
  onBegin(life);
  const answer =
    form.dataset.passkey === 'add'
      ? await startRegistration({ optionsJSON: options })
      : await startAuthentication({ optionsJSON: options, useBrowserAutofill });
  form.elements.namedItem('ticket').value = ticket;
  form.elements.namedItem('answer').value = JSON.stringify(answer);
  form.submit();
}

/** Offers passkeys in the autofill, for as long as nothing else asks for one. */
async function offer(form) {
  const { browserSupportsWebAuthnAutofill, WebAuthnAbortService } = await library(form);
  if (!(await browserSupportsWebAuthnAutofill())) return;
  for (let isOver = false; !isOver;) {
    isOver = true;
    let timer;
    const renew = () => {
      isOver = false;
      WebAuthnAbortService.cancelCeremony();
    };
    try {
      await ask(form, true, (life) => (timer = setTimeout(renew, renewAfter(life))));
    } catch {
      // Nobody asked for anything, so there is nothing to say.
    } finally {
      clearTimeout(timer);
    }
  }
}

function enhance(form) {
  const alert = form.querySelector('[role="alert"]');
  const button = form.querySelector('button');
  const say = (text) => {
    alert.textContent = text ?? '';
    alert.hidden = text === undefined;
    if (text !== undefined) alert.focus();
  };
  const offers = () => {
    if (form.dataset.autofill !== undefined) void offer(form).catch(() => {});
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.ariaDisabled === 'true') return;
    say(undefined);
    button.ariaDisabled = 'true';
    try {
      await ask(form, false);
    } catch (error) {
      say(troubleOf(error, form.dataset));
      offers();
    } finally {
      button.ariaDisabled = null;
    }
  });
  form.hidden = false;
  for (const part of document.querySelectorAll('[data-with-passkeys]')) part.hidden = false;
  offers();
  // A page that is shown again from the browser's memory has lost what it asked for.
  addEventListener('pageshow', ({ persisted }) => persisted && offers());
}

if (typeof document !== 'undefined') {
  const hasPasskeys = typeof window.PublicKeyCredential === 'function';
  for (const form of document.querySelectorAll('form[data-passkey]')) if (hasPasskeys) enhance(form);
  if (!hasPasskeys) for (const part of document.querySelectorAll('[data-no-passkeys]')) part.hidden = false;
}
