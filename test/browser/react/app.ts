// A page in React that signs in by whatever its address says: `?as=pin&auto`, `?as=code`.
import { createDeviceClient, createPlexClient } from '@linkpin/client';
import { SignInCard, useDeviceCode, usePin } from '@linkpin/client/react';
import { createElement as h, StrictMode, useState, type ReactElement } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';

const asked = new URLSearchParams(location.search);
const server = asked.get('server') ?? '';
const plex = createPlexClient({ clientIdentifier: 'react-tv', product: 'My Player', server });
const oauth = createDeviceClient({ issuer: server, clientId: 'tv' });

/** What the test reads. */
const outcomes: unknown[] = [];
Object.assign(globalThis, { outcomes });
const onOutcome = (outcome: unknown): void => void outcomes.push(outcome);

const qr = (text: string): ReactElement => h('output', null, text);

function Pin(): ReactElement {
  return h(SignInCard, { signIn: usePin(plex, { autoStart: asked.has('auto'), onOutcome }), qr });
}

function Code(): ReactElement {
  return h(SignInCard, { signIn: useDeviceCode(oauth, { onOutcome }), qr });
}

function App(): ReactElement {
  const [isThere, setThere] = useState(true);
  const leave = h('button', { id: 'leave', onClick: () => setThere(false) }, 'Leave');
  return h('main', null, h('h1', null, 'My Player'), isThere ? h(asked.get('as') === 'pin' ? Pin : Code) : null, leave);
}

const page = h(StrictMode, null, h(App));
const root = document.querySelector('#root');
if (root?.firstChild) hydrateRoot(root, page);
else if (root) createRoot(root).render(page);
