// The requests that are recorded. One that is not here is only counted.
import { container, devices, jwk, jwks, nonce, pin, place, pong, tokens, user, xmlErrors } from './fields.ts';
import {
  address,
  code,
  emptied,
  fixed,
  flag,
  id,
  opaque,
  person,
  record,
  token,
  type Members,
  type Rule,
  type ScalarRule,
} from './rules.ts';

/** A path, and the fields of its requests and responses. */
export interface RecordedRoute {
  /** Parts in braces are replaced. */
  readonly path: string;
  /** In the query or a body. */
  readonly request: Members;
  readonly json: Rule;
  /** By the name of the root element. */
  readonly xml: Members;
}

const parameters: Readonly<Record<string, ScalarRule>> = {
  '{id}': id,
  '{code}': code,
  '{uuid}': opaque('user'),
};

const route = (path: string, json: Rule, xml: Members = {}, request: Members = {}): RecordedRoute => ({
  path,
  request,
  json,
  xml: { ...xml, errors: xmlErrors },
});

const signIn: Members = {
  login: person('person'),
  password: fixed('password'),
  rememberMe: flag,
  verificationCode: fixed('000000'),
};

const asksPin: Members = { strong: flag, jwk };
const seesPin: Members = { code, deviceJWT: token };
const ofServers: Members = { includeHttps: flag, includeRelay: flag, includeIPv6: flag };

/** Nothing is kept of these bodies. */
const none = record({});

const routes: readonly RecordedRoute[] = [
  route('/api/v2/pins', pin, { pin }, asksPin),
  route('/api/v2/pins/link', pin, { pin }, { code }),
  route('/api/v2/pins/qr/{code}', none),
  route('/api/v2/pins/{id}', pin, { pin }, seesPin),
  route('/pins', pin, { pin }, asksPin),
  route('/pins/{id}', pin, { pin }, seesPin),
  route('/api/v2/auth/nonce', nonce, { nonce }),
  route('/api/v2/auth/keys', jwks),
  route('/api/v2/auth/jwk', record({ jwk }), {}, { jwk }),
  route('/api/v2/auth/token', tokens, {}, { jwt: token }),
  route('/api/v2/user', user, { user }),
  route('/api/v2/users/signin', user, { user }, signIn),
  route('/api/v2/users/signout', none),
  route(
    '/users/sign_in',
    user,
    { user },
    {
      ...Object.fromEntries(Object.entries(signIn).map(([name, rule]) => [`user[${name}]`, rule])),
      user: record(signIn),
    },
  ),
  route('/users/account', user, { user }),
  route('/users/{uuid}/avatar', none),
  route('/api/v2/ping', pong, { pong: flag }),
  route('/api/v2/geoip', place, { location: place }, { ip_address: address }),
  route('/api/v2/devices', devices, { devices: container, MediaContainer: container }),
  route('/api/v2/devices/{id}', none, {}, { name: person('device') }),
  route('/devices', devices, { MediaContainer: container }),
  route('/devices/{id}', none),
  route('/api/v2/resources', devices, { resources: container, MediaContainer: container }, ofServers),
  route('/api/resources', devices, { MediaContainer: container }, ofServers),
  route('/api/claim/token', record({ token }), {}),
  route('/link', emptied),
  route('/auth', emptied),
];

const ending = /\.(?:json|xml)$/;

/** A route that was found, and the rules of the parts of its path. */
export interface FoundRoute {
  readonly route: RecordedRoute;
  /** Each part of the path with its rule, or undefined if it is part of the route. */
  readonly parts: readonly { readonly text: string; readonly rule: ScalarRule | undefined }[];
  /** What follows the parts: `.json`, `.xml`, `/` or nothing. */
  readonly end: string;
}

/** Finds the route of a path; undefined for one that is not recorded. */
export function findRoute(path: string): FoundRoute | undefined {
  const slash = path.length > 1 && path.endsWith('/') ? '/' : '';
  const bare = slash === '' ? path : path.slice(0, -1);
  const format = ending.exec(bare)?.[0] ?? '';
  const given = bare.slice(0, bare.length - format.length).split('/');
  const found = routes.find((one) => fits(one.path.split('/'), given));
  if (found === undefined) return undefined;
  const parts = found.path.split('/').map((part, at) => ({ text: given[at] ?? '', rule: parameters[part] }));
  return { route: found, parts, end: format + slash };
}

const fits = (wanted: readonly string[], given: readonly string[]): boolean =>
  wanted.length === given.length &&
  wanted.every((part, at) => (part in parameters ? given[at] !== '' : part === given[at]));

/** Parts of paths that are known, of requests that are recorded and of others. */
const words = new Set([
  ...routes.flatMap(({ path }) => path.split('/')).filter((part) => !(part in parameters)),
  ...'cloud_server downloads features friends home hubs library media news opt_outs pms privacy servers services settings'.split(
    ' ',
  ),
  ...'shared_items shared_servers server subscriptions switch sync updates user view_state_sync webhooks'.split(' '),
]);

const mostParts = 10;

/** A path that is not recorded, with a star for each part that could be somebody's. */
export const shownPath = (path: string): string =>
  path
    .split('/')
    .slice(0, mostParts)
    .map((part) => (words.has(part) ? part : '*'))
    .join('/');
