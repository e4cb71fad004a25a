// Restricts the code field to characters of codes and draws a tile for each. The page works without it.

/**
 * Filters a typed or pasted text to the characters of codes and moves the caret. Leaves links and sentences unchanged:
 * the service extracts the code.
 * @param {string} text
 * @param {number} caret
 * @returns {{ text: string, caret: number }}
 */
export function tidyCode(text, caret) {
  const tidy = (part) =>
    part
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '');
  const tidied = tidy(text);
  const isCode = /^[\p{L}\p{N}\s._·‐-―-]*$/u.test(text) && tidied.length <= longest;
  return isCode
    ? { text: tidied, caret: tidy(text.slice(0, caret)).length }
    : { text, caret: Math.min(caret, text.length) };
}

/** Most characters of a short code. */
const longest = 12;

/**
 * The number of tiles for a text of this length; 0 for none.
 * @param {number} length
 * @param {number} least the current length of codes
 */
export function tilesFor(length, least) {
  if (length <= least) return least;
  return length <= longest ? length : 0;
}

function enhance(input, slots) {
  const least = slots.children.length;
  const show = () => {
    const tiles = /^[0-9A-Z]*$/.test(input.value) ? tilesFor(input.value.length, least) : 0;
    input.parentElement.classList.toggle('long', tiles === 0);
    while (slots.children.length > tiles) slots.lastElementChild.remove();
    while (slots.children.length < tiles) slots.append(document.createElement('i'));
    const at = document.activeElement === input ? Math.min(input.selectionStart ?? 0, tiles - 1) : -1;
    for (const [index, slot] of [...slots.children].entries()) slot.classList.toggle('now', index === at);
  };
  const tidy = () => {
    const { text, caret } = tidyCode(input.value, input.selectionStart ?? input.value.length);
    if (text !== input.value) {
      input.value = text;
      input.setSelectionRange(caret, caret);
    }
    show();
  };
  input.addEventListener('input', (event) => {
    if (!event.isComposing) tidy();
  });
  for (const type of ['compositionend', 'change']) input.addEventListener(type, tidy);
  for (const type of ['focus', 'blur', 'keyup', 'click']) input.addEventListener(type, show);
  input.parentElement.classList.add('lively');
  tidy();
  if (input.value === '') input.focus();
}

if (typeof document !== 'undefined') {
  const input = document.querySelector('.code-field input');
  const slots = document.querySelector('.code-field .slots');
  if (input !== null && slots !== null) enhance(input, slots);
}
