// Adds a button that shows the password.

/** @param {HTMLInputElement} input `data-show`, `data-hide` and `data-what` have the labels of the button */
function addToggle(input) {
  const button = document.createElement('button');
  const show = (/** @type {boolean} */ isShown) => {
    input.type = isShown ? 'text' : 'password';
    const what = document.createElement('span');
    what.className = 'unseen';
    what.textContent = ` ${input.dataset.what ?? ''}`;
    button.replaceChildren((isShown ? input.dataset.hide : input.dataset.show) ?? '', what);
  };
  button.type = 'button';
  button.className = 'text-button peek';
  button.setAttribute('aria-controls', input.id);
  button.addEventListener('click', () => show(input.type === 'password'));
  // Hide it again on submit: browsers store text inputs for suggestions.
  input.form?.addEventListener('submit', () => show(false));
  show(false);
  input.after(button);
}

for (const input of document.querySelectorAll('input[data-show]')) addToggle(input);
