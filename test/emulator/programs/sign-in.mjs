// Signs in with Plex in one of several ways, and prints who it is. It calls https://plex.tv, as apps do.
import { once } from 'node:events';
import https from 'node:https';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

const headers = { accept: 'application/json', 'x-plex-client-identifier': 'matrix', 'x-plex-product': 'Matrix' };

async function viaHttps(method, url, more, agent) {
  const request = https.request(url, { method, headers: { ...headers, ...more }, agent });
  request.end();
  const [response] = await once(request, 'response');
  return { status: response.statusCode, body: await json(response) };
}

const viaFetch = (fetch) => async (method, url, more) => {
  const response = await fetch(url, { method, headers: { ...headers, ...more } });
  return { status: response.status, body: await response.json() };
};

/** Each answers a function of method, URL and headers. */
const ways = {
  fetch: async () => viaFetch(globalThis.fetch),
  https: async () => viaHttps,
  'own agent': async () => {
    const agent = new https.Agent({ keepAlive: true });
    return (method, url, more) => viaHttps(method, url, more, agent);
  },
  undici: async () => viaFetch((await import('undici')).fetch),
  axios: async () => {
    const { default: axios } = await import('axios');
    return async (method, url, more) => {
      const { status, data } = await axios({ method, url, headers: { ...headers, ...more } });
      return { status, body: data };
    };
  },
  got: async () => {
    const { default: got } = await import('got');
    return async (method, url, more) => {
      const { statusCode, body } = await got(url, { method, headers: { ...headers, ...more }, responseType: 'json' });
      return { status: statusCode, body };
    };
  },
};

/** Libraries that sign in by themselves. */
const libraries = {
  '@ctrl/plex': async () => {
    const { MyPlexAccount } = await import('@ctrl/plex');
    const login = await MyPlexAccount.getWebLogin();
    return (await MyPlexAccount.webLoginCheck(login, 60)).username;
  },
  'plex-oauth': async () => {
    const { PlexOauth } = await import('plex-oauth');
    const details = { clientIdentifier: 'cid', product: 'Matrix', device: 'Dev', version: '1', platform: 'Web' };
    const app = new PlexOauth({ ...details, forwardUrl: 'https://app.example/', urlencode: true });
    const [, id] = await app.requestHostedLoginURL();
    return nameOf(await app.checkForAuthToken(id, 100, 300));
  },
  'plex-api-pinauth': async () => {
    const { default: PlexAPI } = await import('plex-api');
    const { default: pinauth } = await import('plex-api-pinauth');
    const authenticator = pinauth();
    new PlexAPI({ hostname: 'plex.tv', port: 443, authenticator, options: { identifier: 'cid-1' } });
    const pin = await authenticator.getNewPin();
    for (;;) {
      const state = await new Promise((resolve, reject) => {
        authenticator.checkPinForAuth(pin, (error, found) => (error ? reject(error) : resolve(found)));
      });
      if (state === 'authorized') return nameOf(authenticator.token);
      await delay(100);
    }
  },
};

async function nameOf(token) {
  const { body } = await viaHttps('GET', 'https://plex.tv/api/v2/user', { 'x-plex-token': token });
  return body.username;
}

async function signIn(ask) {
  const { body: pin } = await ask('POST', 'https://plex.tv/api/v2/pins?strong=true', {});
  for (;;) {
    const { status, body } = await ask('GET', `https://clients.plex.tv/api/v2/pins/${pin.id}`, {});
    if (status === 404) return null;
    if (body.authToken !== null) {
      return (await ask('GET', 'https://plex.tv/api/v2/user', { 'x-plex-token': body.authToken })).body.username;
    }
    await delay(50);
  }
}

const way = process.argv[2];
const user = way in libraries ? await libraries[way]() : await signIn(await ways[way]());
console.log(user === null ? 'nobody is signed in' : `signed in as ${user}`);
process.exit(user === null ? 3 : 0);
