import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import { bearer } from 'better-auth/plugins/bearer';
import { deviceAuthorization } from 'better-auth/plugins/device-authorization';
import { peopleAt } from './better-auth-people.mjs';

/**
 * better-auth with its device authorization plugin.
 *
 * @param readsForms its token endpoint takes JSON and nothing else; whether forms are turned into that before its door
 * @param more what else the plugin is set up with
 */
export async function startBetterAuth(readsForms, more = {}) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  const auth = betterAuth({
    baseURL: origin,
    secret: 'a secret of the test, long enough for it',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [], deviceCode: [] }),
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { disabled: true },
    plugins: [bearer(), deviceAuthorization({ interval: '1s', expiresIn: '10m', verificationUri: '/device', ...more })],
  });
  const handle = toNodeHandler(auth);
  server.on('request', (request, response) => {
    if (readsForms && request.url === '/api/auth/device/token') void asJson(auth, request, response);
    else void handle(request, response);
  });

  const { approve, deny } = peopleAt(origin);

  return {
    endpoints: {
      deviceAuthorizationEndpoint: `${origin}/api/auth/device/code`,
      tokenEndpoint: `${origin}/api/auth/device/token`,
    },
    approve,
    deny,
    /** Whose access token this is. */
    async whose(accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` };
      const session = await fetch(`${origin}/api/auth/get-session`, { headers });
      return (await session.json()).user.name;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function asJson(auth, request, response) {
  const body = JSON.stringify(Object.fromEntries(new URLSearchParams(await text(request))));
  const headers = { 'content-type': 'application/json' };
  const answer = await auth.handler(
    new Request(`http://${request.headers.host}${request.url}`, { method: 'POST', headers, body }),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}
