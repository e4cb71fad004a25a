// A web app as a caller would write it: signs in by popup, or by leaving the page and coming back.
import { createPlexClient, signInWithPopup } from '/client/index.js';

const asked = new URLSearchParams(location.search);
const server = asked.get('server');
const plex = createPlexClient({ clientIdentifier: 'web-app', product: 'Web app', server });
const show = (text) => {
  document.querySelector('output').textContent = text;
};

const saved = sessionStorage.getItem('pin');
if (saved !== null) {
  sessionStorage.removeItem('pin');
  const { kind } = await plex.resume(JSON.parse(saved)).wait();
  show(`${kind} after coming back`);
}

const signIn = async () => {
  const result = await signInWithPopup(plex, {
    ...(asked.has('forward') && { forwardUrl: location.href }),
    beforeRedirect: (pin) => sessionStorage.setItem('pin', JSON.stringify(pin)),
    onBlocked: (url) => {
      document.querySelector('a').href = url;
      show('blocked');
    },
  });
  show(result.kind);
};
document.querySelector('button').addEventListener('click', () => void signIn());
document.querySelector('button').disabled = false;
