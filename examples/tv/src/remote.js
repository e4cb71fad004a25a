// The remote control: arrows move among the buttons that are shown, OK presses one, Back goes back.
// By key codes, which every generation of televisions has.

const moves = { 37: -1, 38: -1, 39: 1, 40: 1 };
const backs = [10009, 461, 27]; // Tizen, webOS, Escape

/**
 * @param buttons - those that are shown
 * @param back - what Back does on this page; false if it leads out of the app
 */
export function listenToRemote(buttons, back) {
  document.addEventListener('keydown', (event) => {
    const { keyCode } = event;
    if (backs.includes(keyCode)) {
      event.preventDefault();
      if (!back()) leaveApp();
    } else if (moves[keyCode] !== undefined) {
      event.preventDefault();
      const shown = buttons();
      const at = shown.indexOf(document.activeElement);
      const next = at < 0 ? 0 : Math.min(Math.max(at + moves[keyCode], 0), shown.length - 1);
      if (shown.length > 0) shown[next].focus();
    }
  });
}

/** Tizen and webOS want the app to end itself. A browser has nothing to leave. */
function leaveApp() {
  const { tizen, webOSSystem, PalmSystem } = window;
  if (tizen !== undefined) tizen.application.getCurrentApplication().exit();
  else if (webOSSystem !== undefined) webOSSystem.platformBack();
  else if (PalmSystem !== undefined) PalmSystem.platformBack();
}
