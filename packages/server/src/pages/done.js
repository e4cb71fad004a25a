// Takes a person back to the app that sent them here, after an approval and never before it.

/** How long the page can be read before it goes, in milliseconds. */
const moment = 2000;

/**
 * Whom to tell that the sign-in is complete: the window that opened this one, and only if it is of the origin that the
 * app named as its own.
 * @param {string | undefined} forward
 * @returns {string | undefined} an origin
 */
export function originToTell(forward) {
  if (forward === undefined || !/^https?:/i.test(forward)) return undefined;
  try {
    return new URL(forward).origin;
  } catch {
    return undefined;
  }
}

function finish() {
  const link = document.querySelector('[data-forward]');
  const origin = originToTell(link?.href);
  if (window.opener !== null && origin !== undefined) window.opener.postMessage({ type: 'AUTH_COMPLETE' }, origin);

  const leave = link === null ? window.opener !== null && (() => window.close()) : () => location.assign(link.href);
  if (!leave) return;
  const going = document.querySelector('[data-forwarding]');
  going?.removeAttribute('hidden');
  const timer = setTimeout(leave, moment);
  addEventListener('focusin', () => {
    clearTimeout(timer); // somebody who has begun to do something here is left in peace
    if (going instanceof HTMLElement) going.style.visibility = 'hidden'; // its room stays, so no button moves away
  });
}

if (typeof document !== 'undefined') finish();
