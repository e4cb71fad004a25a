import type { WireRequest } from '../../packages/server/src/protocols/constants/messages.ts';
import { wireRequest } from '../../packages/server/src/http/server/raw-request.ts';
import type { Chance } from './chance.ts';
import { asHeader, mangle } from './mangle.ts';
import { codes, forms, headers, ids, jsons, names, tokens } from './samples.ts';

/** One request as plain data. */
export interface FuzzRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Every path of the service, with places for what people put into them. */
const paths = [
  ...['/api/v2/pins', '/api/v2/pins/{id}', '/api/v2/pins/link', '/api/v2/pins/qr/{code}', '/pins', '/pins/{id}'],
  ...['/api/v2/user', '/api/v2/users/signin', '/users/sign_in', '/users/account', '/api/v2/ping', '/:/ip'],
  ...['/api/v2/devices', '/api/v2/devices/{id}', '/devices', '/devices/{id}', '/api/v2/resources', '/api/v2/geoip'],
  ...['/api/v2/auth/nonce', '/api/v2/auth/jwk', '/api/v2/auth/token', '/api/v2/auth/keys', '/api/claim/token'],
  ...['/oauth/device_authorization', '/oauth/token', '/oauth/revoke', '/oauth/introspect', '/oauth/register'],
  ...['/oauth/jwks', '/.well-known/oauth-authorization-server', '/readyz', '/healthz', '/users/{code}/avatar'],
  ...['/', '/signin', '/signup', '/setup', '/reset', '/link', '/auth', '/continue', '/pin', '/done', '/account'],
  ...[
    '/devices/rename',
    '/devices/revoke',
    '/account/password',
    '/account/names',
    '/account/delete',
    '/assets/{code}',
    '/tv',
    '/%00',
    '/..%2f..%2fetc',
  ],
];

const queries = [
  ...forms,
  `deviceJWT=${tokens[0]}`,
  'X-Plex-Token=abc&x-plex-client-identifier=cid&X-Plex-Language=en',
  'includeClient=1&ip_address=203.0.113.9',
  'next=%2Flink%3Fcode%3DAB0D&key=x&letters',
];

/** A request to any of our paths, with headers and a body that are nearly right. */
export function anyRequest(chance: Chance): FuzzRequest {
  const fill = (path: string): string =>
    path.replace('{id}', () => mangle(chance, ids)).replace('{code}', () => mangle(chance, codes));
  const path = chance.is(0.9) ? fill(chance.pick(paths)) : mangle(chance, paths);
  const ending = chance.pick(['', '', '', '.json', '.xml', '.svg', '.png', '.exe', '/', '//']);
  const query = chance.is(0.5) ? `?${mangle(chance, queries)}` : '';
  const chosen = Object.keys(headers).filter(() => chance.is(0.25));
  const method = chance.pick(['GET', 'GET', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'QUERY']);
  const body = chance.is(0.5) ? '' : mangle(chance, chance.is(0.5) ? forms : jsons);
  return {
    method,
    path: `${path}${ending}${query}`,
    headers: Object.fromEntries(
      chosen.map((name) => [
        name,
        chance.is(0.5) ? chance.pick(headers[name] ?? []) : mangle(chance, headers[name] ?? []),
      ]),
    ),
    body: ['GET', 'HEAD'].includes(method) ? '' : body,
  };
}

/** The request as the wire rooms see it. */
export function asWire({ method, path, headers: given, body }: FuzzRequest): WireRequest {
  const [plain = '', ...query] = path.split('?');
  const [, suffix = null] = /\.(json|xml|svg|png)$/.exec(plain) ?? [];
  return wireRequest({
    method,
    path: plain,
    suffix,
    search: query.join('?'),
    header: (name) => (Object.hasOwn(given, name) ? asHeader(given[name] ?? '') : undefined),
    body: Buffer.from(body),
  });
}

export const anyName = (chance: Chance): string => mangle(chance, names);
