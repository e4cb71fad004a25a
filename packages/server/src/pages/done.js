// Redirects back to the app after an approval, never before it.

/** Delay before the redirect, in milliseconds. */
const moment = 2000;

/**
 * The target origin for notifying the opener of completion: only the origin of the app's own forward URL.
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
    clearTimeout(timer); // do not interrupt somebody who has begun to use the page
    if (going instanceof HTMLElement) going.style.visibility = 'hidden'; // keep its space, so that no button moves
  });
}

if (typeof document !== 'undefined') finish();
