// An OAuth issuer: the service, behind the quirks of an issuer.
import type { EmulatedError, EmulatedService } from '@linkpin/server/emulation';
import type { OwnAnswer, Site } from '../site.ts';
import { errorOf, type Quirks, type Parameters, type Reply } from './quirks.ts';
import { readParameters } from './parameters.ts';

/** A client that an issuer knows. */
export interface IssuerClient {
  readonly id: string;
  readonly secret?: string;
}

/** What an issuer is made of. */
export interface IssuerParts {
  readonly service: Pick<EmulatedService, 'fetch' | 'answers' | 'admitClient'>;
  readonly quirks: Quirks;
  /** Undefined for any. */
  readonly clients: readonly IssuerClient[] | undefined;
  /** Where it is. */
  readonly url: string;
}

/** What a device is told at first, what an early poll adds, and the most that the service asks for, in seconds. */
const pace = { first: 5, more: 5, most: 60 };

const unknownClient: Reply = {
  status: 401,
  body: { error: 'invalid_client', error_description: 'the client is unknown or did not prove itself' },
};

/** Answers as an issuer does. */
export function createIssuerSite({ service, quirks, clients, url }: IssuerParts): Site {
  const intervals = new Map<string, number>();
  /** Refresh tokens that an issuer never changes, and those of the service that they stand for. */
  const current = new Map<string, string>();

  const write = (reply: Reply, request: Request, headers: Headers): Response => {
    const [type, text] = quirks.write(reply.body, request.headers.get('accept') ?? '') ?? [
      'application/json; charset=utf-8',
      JSON.stringify(reply.body),
    ];
    const others = new Headers(headers);
    others.delete('content-length');
    others.set('content-type', type);
    others.set('cache-control', 'no-store');
    return new Response(text, { status: reply.status, headers: others });
  };

  const isKnown = ({ client_id: id, client_secret: secret }: Parameters): boolean => {
    if (clients === undefined) return true;
    const client = clients.find((one) => one.id === id);
    return client !== undefined && (client.secret === undefined || client.secret === secret);
  };

  /** Asks the service, to which every client is a public one. */
  const ask = async (
    path: string,
    asked: Parameters,
    request: Request,
  ): Promise<readonly [answer: Reply, headers: Headers]> => {
    const { client_id: id = '', client_secret: _secret, scope, ...others } = asked;
    const scopes = (scope ?? '').split(' ').filter((one) => one !== '');
    if (!isKnown(asked) || (id !== '' && !(await service.admitClient(id, scopes))))
      return [unknownClient, new Headers()];
    const form = new URLSearchParams({ ...others, client_id: id });
    if (scopes.length > 0) form.set('scope', scopes.join(' '));
    const headers = new Headers({ accept: 'application/json' });
    for (const name of ['dpop', 'prefer', 'user-agent']) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const response = await service.fetch(new Request(`${url}${path}`, { method: 'POST', headers, body: form }));
    const body = (await response.json()) as Reply['body'];
    return [{ status: response.status, body }, response.headers];
  };

  const giveCode: OwnAnswer = async (request) => {
    const asked = await readParameters(request);
    const refusal = quirks.refusal(quirks.devicePath, asked);
    if (refusal !== undefined) return write(refusal, request, new Headers());
    const [answer, headers] = await ask('/oauth/device_authorization', quirks.toService(asked), request);
    return write(quirks.code(answer, `${url}${quirks.page}`), request, headers);
  };

  const giveToken: OwnAnswer = async (request) => {
    const asked = await readParameters(request);
    const refusal = quirks.refusal(quirks.tokenPath, asked);
    if (refusal !== undefined) return write(refusal, request, new Headers());
    const { refresh_token: given = '', device_code: code = '' } = asked;
    const renewed = current.get(given);
    const onward = renewed === undefined ? asked : { ...asked, refresh_token: renewed };
    const [answer, headers] = await ask('/oauth/token', quirks.toService(onward), request);
    const interval = Math.min(pace.most, (intervals.get(code) ?? pace.first) + pace.more);
    if (errorOf(answer) === 'slow_down') intervals.set(code, interval);
    const reply = quirks.token(answer, asked, interval);
    const next = answer.body['refresh_token'];
    if (typeof next === 'string' && reply.body['refresh_token'] === undefined && given !== '') current.set(given, next);
    return write(reply, request, headers);
  };

  /** Asks the service at its own path, with the same method, token and form. */
  const askAs =
    (path: string): OwnAnswer =>
    async (request) => {
      const headers = new Headers();
      for (const name of ['authorization', 'content-type', 'dpop', 'origin']) {
        const value = request.headers.get(name);
        if (value !== null) headers.set(name, value);
      }
      const body = request.method === 'POST' ? await request.text() : null;
      return service.fetch(new Request(`${url}${path}`, { method: request.method, headers, body }));
    };

  const documents = quirks.documents(url);
  const ownAnswer: Site['ownAnswer'] = (method, path) => {
    if (method === 'POST' && path === quirks.devicePath) return giveCode;
    if (method === 'POST' && path === quirks.tokenPath) return giveToken;
    const { keySet, userInfo } = quirks.openId ?? {};
    if (path === userInfo && (method === 'GET' || method === 'POST')) return askAs('/oauth/userinfo');
    if (path === keySet && method === 'GET') return askAs('/oauth/jwks');
    if (method !== 'GET') return undefined;
    if (path === quirks.page && path !== '/link') return async () => Response.redirect(`${url}/link`, 302);
    return Object.hasOwn(documents, path) ? async () => Response.json(documents[path]) : undefined;
  };
  const isItsOwn = (path: string): boolean => ['GET', 'POST'].some((method) => ownAnswer(method, path) !== undefined);
  // Whoever has paths of its own has none of the service's.
  const isForeign = (path: string): boolean =>
    quirks.tokenPath !== '/oauth/token' && /^\/(?:oauth|\.well-known)\//.test(path);

  return {
    origin: url,
    ownAnswer,
    answers: (path) => isItsOwn(path) || (service.answers(path) && !isForeign(path)),
    fetch: (request) =>
      (ownAnswer(request.method, new URL(request.url).pathname) ?? ((asked) => service.fetch(asked)))(request),
    errorFor: async (error: EmulatedError, request) =>
      write(
        quirks.trouble(error === 'rate-limited' ? 'rate-limited' : 'internal', new URL(request.url).pathname),
        request,
        new Headers(),
      ),
  };
}
