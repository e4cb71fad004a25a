// Lets a yes count only when the question was in view and in focus for a moment, so that no window that comes or goes
// under a finger is answered by accident. The page works without.

/** How long that is, in milliseconds. */
const moment = 1000;

/**
 * Follows whether somebody looks.
 * @param {{ isLooking: () => boolean, after: (ms: number, then: () => void) => () => void, tell: (ready: boolean) => void }} of
 * @returns {() => void} to call whenever that may have changed: what was waited for before does not count any more
 */
export function followLooking({ isLooking, after, tell }) {
  let forget = () => {};
  return () => {
    forget();
    forget = isLooking() ? after(moment, () => tell(true)) : () => {};
    tell(false);
  };
}

function enhance(yes) {
  let touched = false; // some windows inside apps never say that they have the focus
  const check = followLooking({
    isLooking: () => document.visibilityState === 'visible' && (touched || document.hasFocus()),
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    tell(ready) {
      yes.ariaDisabled = ready ? null : 'true';
      if (ready) yes.removeAttribute('aria-describedby');
      else yes.setAttribute('aria-describedby', 'yes-soon');
    },
  });
  const touch = () => {
    if (touched || document.hasFocus()) return;
    touched = true;
    check();
  };
  const leave = () => {
    touched = false;
    check();
  };
  for (const type of ['focus', 'pageshow']) addEventListener(type, check);
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, touch);
  addEventListener('blur', leave);
  document.addEventListener('visibilitychange', leave);
  yes.form.addEventListener('submit', (event) => {
    if (event.submitter === yes && yes.ariaDisabled === 'true') event.preventDefault();
  });
  check();
}

if (typeof document !== 'undefined') {
  const yes = document.querySelector('button[value="yes"]');
  if (yes !== null) enhance(yes);
}
