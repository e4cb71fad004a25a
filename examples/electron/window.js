const { acme } = window;
const show = (text) => (document.querySelector('#state').textContent = text);
const sentences = {
  browser: () => 'Your browser is open. Sign in there.',
  code: ({ url, code }) => `Open ${url} on any device, and type ${code}.`,
  opened: ({ number }) => (number === undefined ? 'Somebody has opened it.' : `Type ${number} there.`),
  retrying: () => 'No answer. Trying again.',
  signed_in: () => 'Signed in.',
  failed: ({ message }) => `Not signed in: ${message}.`,
};
acme.onEvent((event) => sentences[event.kind] && show(sentences[event.kind](event)));
document.querySelector('#sign-in').addEventListener('click', () => {
  acme.signIn().catch(() => {}); // the event `failed` has said why
});
document.querySelector('#sign-out').addEventListener('click', () => {
  void acme.signOut().then((told) => show(told ? 'Signed out.' : 'Signed out here; the server was not told.'));
});
