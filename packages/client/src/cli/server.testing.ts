// An OAuth server on a socket, whose answers a test makes up, and a browser that comes back from it at once.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request that arrived. */
export interface Arrived {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
}

/** What is answered at a path: a body, or a status with a body and headers. */
export type Answering = (arrived: Arrived) => {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export interface TestServer {
  readonly issuer: string;
  readonly arrived: Arrived[];
  /** Answers by path; a test may change them. Paths that are not there are 404. */
  readonly answers: Record<string, Answering>;
  /** How often a path was asked for. */
  readonly count: (path: string) => number;
}

type Test = { after(undo: () => void): void };

const metadataPath = '/.well-known/oauth-authorization-server';

/** Starts a server that offers both ways, gives `first` and then rotates, until the test is over. */
export async function startServer(t: Test, members: Readonly<Record<string, unknown>> = {}): Promise<TestServer> {
  const arrived: Arrived[] = [];
  const read = async (request: IncomingMessage): Promise<Arrived> => ({
    path: request.url ?? '',
    form: Object.fromEntries(new URLSearchParams(await text(request))),
    authorization: request.headers.authorization,
  });
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      arrived.push(one);
      const { status = 200, body = {}, headers = {} } = answers[one.path]?.(one) ?? { status: 404 };
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let given = 0;
  const tokens = (): object => {
    given += 1;
    return {
      access_token: `access-${given}`,
      token_type: 'bearer',
      expires_in: 3600,
      refresh_token: `refresh-${given}`,
    };
  };
  const answers: Record<string, Answering> = {
    [metadataPath]: () => ({
      body: {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        device_authorization_endpoint: `${issuer}/device`,
        revocation_endpoint: `${issuer}/revoke`,
        code_challenge_methods_supported: ['S256'],
        response_types_supported: ['code'],
        authorization_response_iss_parameter_supported: true,
        ...members,
      },
    }),
    '/device': () => ({
      body: {
        device_code: 'device-code',
        user_code: 'ABCD-EFGH',
        verification_uri: `${issuer}/link`,
        verification_uri_complete: `${issuer}/link?code=ABCD-EFGH`,
        expires_in: 600,
        interval: 1,
      },
    }),
    '/token': () => ({ body: tokens() }),
    '/revoke': () => ({}),
  };
  return { issuer, arrived, answers, count: (path) => arrived.filter((one) => one.path === path).length };
}

/** What a browser comes back with, unless a test says otherwise; undefined leaves a member out. */
export interface ComingBack {
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

/** A browser whose person says yes at once, and what it showed at the end. */
export function browserOf(issuer: string, more: ComingBack = {}) {
  const pages: string[] = [];
  const asked: URLSearchParams[] = [];
  let ended = Promise.resolve();
  const openPage = (url: string): void => {
    const { searchParams } = new URL(url);
    asked.push(searchParams);
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    const members = { code: 'the-code', state: searchParams.get('state') ?? '', iss: issuer, ...more };
    for (const [name, value] of Object.entries(members)) if (value !== undefined) back.searchParams.set(name, value);
    ended = fetch(back).then(async (response) => void pages.push(await response.text()));
  };
  return { openPage, pages, asked, ended: () => ended };
}
