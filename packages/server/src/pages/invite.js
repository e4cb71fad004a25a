// Copies a link, or shares it where the system supports that.

/**
 * @param {HTMLElement} link its text is the link; `data-copy`, `data-copied` and `data-share` have the labels of the
 *   buttons
 */
function addButtons(link) {
  const row = document.createElement('p');
  row.className = 'link-acts';
  const add = (/** @type {string} */ text, /** @type {(button: HTMLButtonElement) => Promise<void>} */ act) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button quiet small';
    button.textContent = text;
    button.addEventListener('click', () => {
      // If that is not allowed, select the link to be copied by hand.
      act(button).catch(() => getSelection()?.selectAllChildren(link));
    });
    row.append(button);
  };
  const url = link.textContent.trim();
  if (navigator.clipboard !== undefined) {
    add(link.dataset.copy ?? '', async (button) => {
      await navigator.clipboard.writeText(url);
      button.textContent = link.dataset.copied ?? '';
    });
  }
  if (navigator.share !== undefined) add(link.dataset.share ?? '', () => navigator.share({ url }));
  link.after(row);
}

for (const link of document.querySelectorAll('[data-copy]')) addButtons(link);
