// Adds a button that shows the password.

/** @param {HTMLInputElement} input `data-show` and `data-hide` have the texts of the button, `data-show-password` and
 *   `data-hide-password` its labels */
function addToggle(input) {
  const button = document.createElement('button');
  const show = (/** @type {boolean} */ isShown) => {
    input.type = isShown ? 'text' : 'password';
    const [seen, heard] = [document.createElement('span'), document.createElement('span')];
    seen.textContent = (isShown ? input.dataset.hide : input.dataset.show) ?? '';
    seen.ariaHidden = 'true';
    heard.textContent = (isShown ? input.dataset.hidePassword : input.dataset.showPassword) ?? '';
    heard.className = 'unseen';
    button.replaceChildren(seen, heard);
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
