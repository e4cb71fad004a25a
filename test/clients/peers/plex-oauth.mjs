import { PlexOauth } from 'plex-oauth';
import { onCall } from './on-call.mjs';

const app = new PlexOauth({
  clientIdentifier: 'cid-1',
  product: 'My App',
  device: 'Dev',
  version: '1.0',
  forwardUrl: 'https://app.example/back',
  platform: 'Web',
  urlencode: true,
});

onCall({
  requestHostedLoginURL: () => app.requestHostedLoginURL(),
  checkForAuthToken: (id) => app.checkForAuthToken(id, 1000, 0),
});
