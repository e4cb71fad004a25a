import { once } from 'node:events';
import { createServer } from 'node:http';
import { oauthDeviceAuthorization, oauthProvider, oauthProviderAuthServerMetadata } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import { jwt } from 'better-auth/plugins/jwt';
import { peopleAt } from './better-auth-people.mjs';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

const tables = [
  ...['user', 'session', 'account', 'verification', 'deviceCode', 'jwks', 'oauthClient', 'oauthRefreshToken'],
  ...['oauthAccessToken', 'oauthConsent', 'oauthResource', 'oauthClientResource', 'oauthClientAssertion'],
];

/**
 * better-auth as an OAuth server: its package `@better-auth/oauth-provider` with the device grant, and its metadata where
 * its documentation has an application put it.
 *
 * @param scopes what clients may ask for
 * @param clients metadata of clients, as they are registered (RFC 7591)
 */
export async function startBetterAuthProvider(scopes, clients) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  const auth = betterAuth({
    baseURL: origin,
    secret: 'a secret of the test, long enough for it',
    database: memoryAdapter(Object.fromEntries(tables.map((table) => [table, []]))),
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { disabled: true },
    disabledPaths: ['/token'],
    plugins: [
      jwt(),
      oauthProvider({ loginPage: '/sign-in', consentPage: '/consent', scopes }),
      oauthDeviceAuthorization({ expiresIn: '10m', verificationUri: '/device' }),
    ],
  });
  const handle = toNodeHandler(auth);
  const metadata = toNodeHandler(oauthProviderAuthServerMetadata(auth));
  server.on('request', (request, response) => {
    const isMetadata = request.url === '/.well-known/oauth-authorization-server/api/auth';
    void (isMetadata ? metadata : handle)(request, response);
  });

  const { signUp, approve, deny } = peopleAt(origin);
  const headers = new Headers({ cookie: await signUp('operator') });
  const register = (client) =>
    auth.api.adminCreateOAuthClient({
      headers,
      body: { grant_types: [deviceGrant, 'refresh_token'], response_types: [], scope: scopes.join(' '), ...client },
    });
  const registered = [];
  for (const client of clients) {
    const { client_id: id, client_secret: secret = null } = await register(client);
    registered.push({ id, secret });
  }

  return {
    issuer: `${origin}/api/auth`,
    clients: registered,
    approve,
    deny,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
