// A web app as a caller would write it: signs in by popup, or by leaving the page and coming back.
import {
  clientIdentifier,
  createPlexClient,
  endPopup,
  keepForwardedPin,
  resumeForwarded,
  signInWithPopup,
} from '/client/index.js';

const asked = new URLSearchParams(location.search);
const server = asked.get('server');
const options = { clientIdentifier: await clientIdentifier(localStorage), product: 'Web app', server };
const plex = createPlexClient(options);
const show = (text) => {
  document.querySelector('output').textContent = text;
};

const { kind } = await resumeForwarded(options, sessionStorage);
if (kind !== 'none') show(`${kind} after coming back`);

if (asked.has('end')) {
  show('You can close this window.');
  endPopup();
}

const signIn = async () => {
  const result = await signInWithPopup(plex, {
    ...(asked.has('forward') && { forwardUrl: location.href }),
    ...(asked.has('cut') && { endUrl: `${location.origin}/?end&server=${encodeURIComponent(server)}` }),
    beforeRedirect: (saved) => keepForwardedPin(sessionStorage, saved),
    onBlocked: (url) => {
      document.querySelector('a').href = url;
      show('blocked');
    },
  });
  show(result.kind);
};
document.querySelector('button').addEventListener('click', () => void signIn());
document.querySelector('button').disabled = false;
