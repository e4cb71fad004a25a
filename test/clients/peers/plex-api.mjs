// plex-api asks whatever server it is given, and plex-api-pinauth gets it a token by a pin.
import PlexAPI from 'plex-api';
import pinauth from 'plex-api-pinauth';
import { onCall } from './on-call.mjs';

const authenticator = pinauth();
const api = new PlexAPI({ hostname: 'plex.tv', port: 443, authenticator, options: { identifier: 'cid-1' } });

onCall({
  getNewPin: () => authenticator.getNewPin(),
  checkPinForAuth: (pin) =>
    new Promise((resolve, reject) => {
      authenticator.checkPinForAuth(pin, (error, state) => (error ? reject(error) : resolve(state)));
    }),
  query: (uri) => api.query({ uri }),
  deleteQuery: (uri) => api.deleteQuery({ uri }),
  // Without a pin: plex-api brings an authenticator of its own.
  queryAs: (username, password, uri) =>
    new PlexAPI({ hostname: 'plex.tv', port: 443, username, password, options: { identifier: 'cid-2' } }).query({
      uri,
    }),
});
