// Two web apps that sign people in with other people's libraries, and one that is a page alone. All on one port.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { onCall } from '../../clients/peers/on-call.mjs';

const script = readFileSync(new URL('node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', import.meta.url));

/** What the apps know: the issuer, their own address, and what they ask for. */
let setting;

/** Sign-ins that have begun, by the app's own cookie. */
const begun = new Map();

const insecure = { [oauth.allowInsecureRequests]: true };

/** What openid-client 6 does. */
const openidClient = {
  async begin(key) {
    const config = await client.discovery(new URL(setting.issuer), 'openid-client', undefined, client.None(), {
      execute: [client.allowInsecureRequests],
    });
    const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
    client.enableNonRepudiationChecks(config);
    begun.set(key, { config, verifier, state, nonce });
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: `${setting.app}/openid-client/callback`,
      scope: setting.scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return url.href;
  },
  async finish(key, url) {
    const { config, verifier, state, nonce } = begun.get(key);
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(config, url, checks);
    return { ...tokens, sub: tokens.claims().sub };
  },
};

/** What oauth4webapi 3 does, with a secret. */
const oauth4webapi = {
  async begin(key) {
    const issuer = new URL(setting.issuer);
    const found = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...insecure });
    const server = await oauth.processDiscoveryResponse(issuer, found);
    const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
    const nonce = oauth.generateRandomNonce();
    begun.set(key, { server, verifier, state, nonce });
    const url = new URL(server.authorization_endpoint);
    const parameters = {
      client_id: 'oauth4webapi',
      redirect_uri: `${setting.app}/oauth4webapi/callback`,
      response_type: 'code',
      scope: setting.scope,
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  },
  async finish(key, url) {
    const { server, verifier, state, nonce } = begun.get(key);
    const as = { client_id: 'oauth4webapi' };
    const answer = oauth.validateAuthResponse(server, as, url, state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      as,
      oauth.ClientSecretPost(setting.secret),
      answer,
      `${setting.app}/oauth4webapi/callback`,
      verifier,
      insecure,
    );
    const checks = { expectedNonce: nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(server, as, response, checks);
    return { ...tokens, sub: oauth.getValidatedIdTokenClaims(tokens).sub };
  },
};

const apps = { 'openid-client': openidClient, oauth4webapi };

/** The page that signs people in by itself, with oidc-client-ts 3. */
const page = () => `<!doctype html><title>Page</title><button>Sign in</button> <output></output>
<script src="/oidc-client-ts.js"></script>
<script type="module">
const manager = new oidc.UserManager({
  authority: ${JSON.stringify(setting.issuer)},
  client_id: 'oidc-client-ts',
  redirect_uri: location.origin + '/page',
  scope: ${JSON.stringify(setting.scope)},
});
const say = (text) => { document.querySelector('output').textContent = text; };
document.querySelector('button').addEventListener('click', () => manager.signinRedirect().catch((error) => say(error.message)));
if (new URLSearchParams(location.search).has('state')) {
  manager.signinRedirectCallback().then(
    (user) => say('Signed in ' + JSON.stringify({ scope: user.scope, sub: user.profile.sub })),
    (error) => say('Not signed in: ' + error.message),
  );
}
</script>`;

const html = (text) => `<!doctype html><title>App</title><p>${text.replaceAll('<', '&lt;')}</p>`;

async function answer(request, response) {
  const url = new URL(request.url, setting.app);
  const send = (body, type = 'text/html') => response.setHeader('content-type', type).end(body);
  if (url.pathname === '/oidc-client-ts.js') return send(script, 'text/javascript');
  if (url.pathname === '/page') return send(page());
  const [, name, step] = url.pathname.split('/');
  const app = apps[name];
  if (app === undefined) return response.writeHead(404).end();
  if (step !== 'callback') {
    const key = crypto.randomUUID();
    response.setHeader('set-cookie', `app=${key}; Path=/; HttpOnly; SameSite=Lax`);
    const to = await app.begin(key);
    if (step === 'login') return response.writeHead(302, { location: to }).end();
    const fields = [...new URL(to).searchParams].map(
      ([field, value]) => `<input type="hidden" name="${field}" value="${value}">`,
    );
    return send(
      `<!doctype html><form method="post" action="${to.split('?')[0]}">${fields.join('')}<button>Sign in</button></form>`,
    );
  }
  const key = /\bapp=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  try {
    const { scope, sub } = await app.finish(key, url);
    return send(html(`Signed in ${JSON.stringify({ scope, sub })}`));
  } catch (error) {
    return send(html(`Not signed in: ${error.error ?? error.message}`));
  }
}

onCall({
  /** Starts the apps; another site than the service, which is called by its number. */
  async listen(given) {
    const server = createServer((request, response) => void answer(request, response));
    await new Promise((ready) => server.listen(0, 'localhost', ready));
    setting = { ...given, app: `http://localhost:${server.address().port}` };
    return setting.app;
  },
});
