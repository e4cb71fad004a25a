// The page: one state at a time, texts by name, and buttons.
import { encodeQR } from 'qr';

const { body } = document;
const listeners = new Map();

export const shownState = () => body.dataset.state;

/** The buttons of the state that is shown. */
export const buttons = () => Array.from(document.querySelectorAll(`[data-of="${shownState()}"] button`));

export function fill(texts) {
  for (const name of Object.keys(texts)) {
    for (const place of document.querySelectorAll(`[data-fill="${name}"]`)) {
      if (place.textContent !== texts[name]) place.textContent = texts[name];
    }
  }
}

/** Shows a state. Its first button has the focus. */
export function show(state, texts = {}) {
  fill(texts);
  if (shownState() === state) return;
  body.dataset.state = state;
  const [first] = buttons();
  if (first !== undefined) first.focus();
  else if (document.activeElement !== null) document.activeElement.blur();
}

/** Draws the code, and leaves four modules around it, as the standard wants. */
export function drawQr(text) {
  document.querySelector('[data-qr]').innerHTML = encodeQR(text, 'svg', { border: 4 });
}

/** @param part - between 0 and 1 */
export function setBar(part) {
  document.querySelector('[data-bar]').style.width = `${100 * Math.min(1, Math.max(0, part))}%`;
}

/** What a button does. */
export const onPress = (act, listener) => listeners.set(act, listener);

export function press(act) {
  const listener = listeners.get(act);
  if (listener !== undefined) listener();
}

document.addEventListener('click', ({ target }) => press(target.dataset.act));
