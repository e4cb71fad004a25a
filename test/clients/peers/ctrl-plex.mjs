// @ctrl/plex 3.12.1 identifies itself by the machine's network card: this machine has one, whichever it is.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { onCall } from './on-call.mjs';

os.networkInterfaces = () => ({ eth0: [{ mac: '02:fc:00:00:00:01', internal: false }] });
syncBuiltinESMExports();
const { MyPlexAccount } = await import('@ctrl/plex');

const told = ({ username, email, token, subscriptionActive }) => ({ username, email, token, subscriptionActive });

onCall({
  getWebLogin: () => MyPlexAccount.getWebLogin(),
  webLoginCheck: async (login, seconds) => told(await MyPlexAccount.webLoginCheck(login, seconds)),
  connectWith: async (token) => told(await new MyPlexAccount(null, '', '', token).connect()),
  signIn: async (username, password) => told(await new MyPlexAccount(null, username, password).connect()),
  resources: async (token) =>
    (await new MyPlexAccount(null, '', '', token).resources()).map(({ name, owned, accessToken, connections }) => ({
      name,
      owned,
      accessToken,
      uris: connections.map(({ uri }) => uri),
    })),
  devices: async (token) =>
    (await new MyPlexAccount(null, '', '', token).devices()).map(({ name, product, clientIdentifier, token: its }) => ({
      name,
      product,
      clientIdentifier,
      token: its,
    })),
  claimToken: (token) => new MyPlexAccount(null, '', '', token).claimToken(),
});
