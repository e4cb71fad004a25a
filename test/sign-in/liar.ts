// A provider that answers whatever a test wants, and otherwise as it should.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

/** What the provider does otherwise. */
export interface Lies {
  /** Changes the claims of the ID token. */
  claims?: (right: JWTPayload) => JWTPayload;
  /** How the ID token is signed. */
  signed?: 'none' | 'other-key';
  /** The answer of UserInfo. */
  userInfo?: object;
  /** Answers a request in its own way; true if it did. */
  answer?: (path: string, response: ServerResponse) => boolean;
}

/** A provider that lies. */
export interface Liar {
  readonly issuer: string;
  lies: Lies;
  /** The form fields of the last request for tokens. */
  asked: URLSearchParams;
  /** Signs a logout token, changed as a test wants. */
  logoutToken(change?: (right: JWTPayload) => JWTPayload, how?: 'none' | 'other-key', type?: string): Promise<string>;
  /** Where the browser goes back to, as the provider would send it. */
  wayBack(authorizationUrl: string): string;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** Starts one that ends with the test. */
export async function startLiar(context: Pick<TestContext, 'after'>): Promise<Liar> {
  const [pair, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] };
  const requests = new Map<string, URLSearchParams>();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function sign(payload: JWTPayload, how?: Lies['signed'], typ = 'JWT'): Promise<string> {
    if (how === 'none') return new UnsecuredJWT(payload).encode();
    const key = how === 'other-key' ? other.privateKey : pair.privateKey;
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'k', typ }).sign(key);
  }

  const liar: Liar = {
    issuer,
    lies: {},
    asked: new URLSearchParams(),
    async logoutToken(change = (right) => right, how, type = 'logout+jwt') {
      const now = Math.floor(Date.now() / 1000);
      const right = {
        iss: issuer,
        aud: 'linkpin',
        iat: now,
        exp: now + 120,
        jti: createHash('sha256').update(String(Math.random())).digest('hex'),
        sub: 'sub-1',
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      };
      return sign(change(right), how, type);
    },
    wayBack(authorizationUrl) {
      const { searchParams } = new URL(authorizationUrl);
      const code = `code-${requests.size}`;
      requests.set(code, searchParams);
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '', iss: issuer }).toString();
      return back.href;
    },
  };

  const json = (response: ServerResponse, value: object, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', issuer);
    const body = new URLSearchParams(await bodyOf(request));
    if (pathname === '/token') liar.asked = body;
    if (liar.lies.answer?.(pathname, response) === true) return;
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return json(response, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          authorization_response_iss_parameter_supported: true,
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/jwks':
        return json(response, jwks);
      case '/userinfo':
        return json(response, liar.lies.userInfo ?? { sub: 'sub-1', email: 'ada@example.org', email_verified: true });
      case '/token': {
        const asked = requests.get(body.get('code') ?? '');
        requests.delete(body.get('code') ?? '');
        const now = Math.floor(Date.now() / 1000);
        if (asked === undefined && body.get('grant_type') !== 'refresh_token') {
          return json(response, { error: 'invalid_grant', error_description: '<b>no such code</b>' }, 400);
        }
        const nonce = asked?.get('nonce');
        const right = {
          iss: issuer,
          aud: 'linkpin',
          sub: 'sub-1',
          sid: 'session-1',
          iat: now,
          exp: now + 60,
          auth_time: now,
          preferred_username: 'ada',
          ...(nonce === null || nonce === undefined ? {} : { nonce }),
        };
        const idToken = await sign(liar.lies.claims?.(right) ?? right, liar.lies.signed);
        return json(response, {
          access_token: 'at',
          token_type: 'Bearer',
          refresh_token: `refresh-${requests.size}-${now}`,
          id_token: idToken,
        });
      }
      default:
        return json(response, { error: 'not_found' }, 404);
    }
  }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => response.destroy());
  });
  return liar;
}
