// Enables approval only after the page has been visible and focused for a moment, against accidental clicks and
// clickjacking by windows that appear or disappear. The page works without it.

/** Duration of that, in milliseconds. */
const moment = 1000;

/**
 * Tracks whether the page is visible and focused.
 * @param {{ isLooking: () => boolean, after: (ms: number, then: () => void) => () => void, tell: (ready: boolean) =>
 *   void }} of
 * @returns {() => void} to call whenever that may have changed; restarts the delay
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
  let touched = false; // some in-app browsers never report focus
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
