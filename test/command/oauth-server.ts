// An OAuth server whose answers a test makes up, and what the command stores of one.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Tokens as the command stores them. */
export interface Stored {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly expiresAt?: string;
  readonly refreshToken?: string;
  readonly scope?: string;
}

/** Where tokens of OAuth servers are stored. */
export const fileOf = (env: NodeJS.ProcessEnv): string => join(env['XDG_CONFIG_HOME'] ?? '', 'linkpin', 'oauth.json');

/** The tokens of one sign-in. */
export const storedIn = (env: NodeJS.ProcessEnv, issuer: string, clientId: string): Stored | undefined =>
  (JSON.parse(readFileSync(fileOf(env), 'utf8')) as { issuers: Record<string, Record<string, Stored>> }).issuers[
    issuer
  ]?.[clientId];

/** A server that offers both ways, and whose answers the test makes up. */
export async function madeUp(
  t: { after(undo: () => void): void },
  members: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly issuer: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    asked.push(request.url ?? '');
    const metadata = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      device_authorization_endpoint: `${issuer}/device`,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      authorization_response_iss_parameter_supported: true,
      ...members,
    };
    const device = { device_code: 'd', user_code: 'ABCD', verification_uri: `${issuer}/link`, expires_in: 600 };
    const bodies: Readonly<Record<string, unknown>> = {
      '/.well-known/oauth-authorization-server': metadata,
      '/device': device,
      '/token': { access_token: 'the-token', token_type: 'bearer' },
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(bodies[request.url ?? ''] ?? {}));
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { issuer, asked };
}
