// Broken servers for the checks of plex.tv's API.
import {
  answer,
  by,
  changed,
  look,
  membersOf,
  onRequest,
  onResponse,
  withForm,
  withHeaders,
  withMembers,
  withText,
  type Breaker,
  type Breakers,
  type Seen,
} from './breaker.ts';

const name = 'x-plex-client-identifier';
const gone = (): Response => answer(404, { errors: [{ code: 1020, message: 'gone', status: 404 }] });

const isAsk = ({ method, path }: Seen): boolean => method === 'POST' && path.startsWith('/api/v2/pins');
const isRead = ({ method, path }: Seen): boolean => method === 'GET' && /^\/api\/v2\/pins\/\d+$/.test(path);
const isLink = ({ method, path }: Seen): boolean => method === 'PUT' && path === '/api/v2/pins/link';
const wants =
  (accept: string) =>
  ({ headers }: Seen) =>
    headers.get('accept') === accept;
const isPlain = (seen: Seen): boolean =>
  isAsk(seen) &&
  seen.path === '/api/v2/pins' &&
  seen.url.search === '' &&
  wants('application/json')(seen) &&
  seen.headers.has('x-plex-product') &&
  !seen.headers.has('content-type');

type Members = Record<string, unknown>;

/** Changes the members of certain pins. */
const inPin = (isMeant: (seen: Seen) => boolean, change: (members: Members) => Members): Breaker =>
  by(
    onResponse(isMeant, async (response) =>
      (await membersOf(response))['id'] === undefined ? response : withMembers(response, change),
    ),
  );

const inXml = (change: (text: string) => string): Breaker =>
  by(
    onResponse(
      (seen) => isAsk(seen) && wants('*/*')(seen),
      (response) => withText(response, change),
    ),
  );

/** Changes the members of pins that were approved. */
const inClaimed = (change: (members: Members) => Members): Breaker =>
  inPin(isRead, (members) => (typeof members['authToken'] === 'string' ? change(members) : members));

const withoutQuery = (request: Request, isMeant: (name: string) => boolean): Request => {
  const url = new URL(request.url);
  for (const key of [...url.searchParams.keys()]) if (isMeant(key)) url.searchParams.delete(key);
  return changed(request, { url: url.href });
};

/** Remembers the last response for each pin. */
const remembering = (instead: (seen: Seen, last: Members) => Response | undefined): Breaker =>
  by(() => {
    const last = new Map<string, Members>();
    return async (request, next) => {
      const seen = await look(request);
      const response = await next(request);
      if (!isAsk(seen) && !isRead(seen)) return response;
      const members = await membersOf(response);
      const id = isRead(seen) ? (seen.path.split('/').at(-1) ?? '') : String(members['id']);
      if (response.status < 300 && members['id'] !== undefined) last.set(id, members);
      const known = last.get(id);
      return response.status === 404 && known !== undefined ? (instead(seen, known) ?? response) : response;
    };
  });

const isOwn = ({ headers }: Seen, { clientIdentifier }: Members): boolean => headers.get(name) === clientIdentifier;

export const plexBreakers: Breakers = {
  'S1-created': by(onResponse(isPlain, (response) => withHeaders(response, {}, [], 200))),
  'S1-read': by(
    onResponse(isRead, async (response) =>
      (await membersOf(response))['authToken'] === null ? withHeaders(response, {}, [], 202) : response,
    ),
  ),
  'S2-xml': by(
    onResponse(
      (seen) => isAsk(seen) && wants('*/*')(seen) && !seen.path.includes('.'),
      (response) => withHeaders(response, { 'content-type': 'text/plain' }),
    ),
  ),
  'S2-json': by(onResponse(isPlain, (response) => withHeaders(response, { 'content-type': 'text/plain' }))),
  'S2-json-suffix': by(onRequest((seen) => seen.path.endsWith('.json'), gone)),
  'S2-xml-suffix': by(onRequest((seen) => seen.path.endsWith('.xml'), gone)),
  'S3-query': by(
    onRequest(isAsk, (request) => withoutQuery(request, (key) => key.toLowerCase() === name)),
    ['S3-case', 'S3-empty'],
  ),
  'S3-form': by(
    onRequest(
      (seen) => isAsk(seen) && seen.form.has('X-Plex-Client-Identifier'),
      (request, { form }) => {
        form.delete('X-Plex-Client-Identifier');
        return withForm(request, form);
      },
    ),
  ),
  'S3-case': by(onRequest(isAsk, (request) => withoutQuery(request, (key) => key === name))),
  'S3-empty': by(
    onRequest(
      (seen) => isAsk(seen) && seen.headers.has(name),
      (request) => withoutQuery(request, (key) => key.toLowerCase() === name),
    ),
  ),
  'S4-json-text': by(
    onRequest(
      (seen) => isAsk(seen) && seen.body === '""',
      () => answer(400, {}),
    ),
  ),
  'S4-octets': by(
    onRequest(
      (seen) => isAsk(seen) && seen.headers.get('content-type') === 'application/octet-stream',
      () => answer(415, {}),
    ),
  ),
  'S5-strong': by(
    onRequest(
      (seen) => isAsk(seen) && seen.url.searchParams.get('strong') === 'True',
      (request) => withoutQuery(request, (key) => key === 'strong'),
    ),
  ),
  'S6-client-missing': by(
    onResponse(isAsk, (response) => (response.status === 400 ? answer(400, { errors: [{ code: 1004 }] }) : response)),
  ),
  'S12-preflight': by(
    onResponse(
      ({ method }) => method === 'OPTIONS',
      (response) => withHeaders(response, { 'access-control-allow-headers': 'accept' }),
    ),
  ),
  'S12-origin': by(
    onResponse(isRead, (response) => withHeaders(response, { 'access-control-allow-credentials': 'true' })),
  ),
  'S7-id': inPin(isPlain, (members) => ({ ...members, id: String(members['id']) })),
  'S8-weak': inPin(isPlain, (members) => ({ ...members, code: String(members['code']).toLowerCase() })),
  'S8-strong': inPin(
    (seen) => isAsk(seen) && seen.url.searchParams.has('strong'),
    (members) => ({ ...members, code: String(members['code']).toUpperCase() }),
  ),
  'S9-other-client': by(
    onRequest(
      (seen) => isRead(seen) && seen.headers.get(name) === 'linkpin-conformance-other',
      (request) => changed(request, { headers: { [name]: 'linkpin-conformance' } }),
    ),
  ),
  'S6-poll-without-client': by(
    onRequest(
      (seen) => isRead(seen) && !seen.headers.has(name),
      (request) => changed(request, { headers: { [name]: 'linkpin-conformance' } }),
    ),
  ),
  'S11-unknown': by(() => {
    const issued = new Set<string>();
    return async (request, next) => {
      const seen = await look(request);
      const response = await next(request);
      if (isAsk(seen)) issued.add(String((await membersOf(response))['id']));
      const isUnknown = isRead(seen) && !issued.has(seen.path.split('/').at(-1) ?? '');
      return isUnknown ? withHeaders(response, {}, [], 410) : response;
    };
  }),
  'S11-status': by(
    onResponse(isRead, (response) =>
      response.status === 404
        ? withMembers(response, () => ({ errors: [{ code: 1020, message: 'Code not found or expired' }] }))
        : response,
    ),
  ),
  'S11-expired': remembering((seen, last) =>
    isOwn(seen, last) && last['authToken'] === null ? answer(200, last) : undefined,
  ),
  'S13-location': inPin(isPlain, (members) => ({
    ...members,
    location: { ...(members['location'] as Members), city: null },
  })),
  'S14-json-times': inPin(isPlain, (members) => ({
    ...members,
    createdAt: String(members['createdAt']).replace('Z', '.123Z'),
  })),
  'S14-xml-times': inXml((text) => text.replaceAll(/(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/g, '$1T$2Z')),
  'S15-product': inPin(
    (seen) => isAsk(seen) && !seen.headers.has('x-plex-product') && seen.url.search === '',
    (members) => ({ ...members, product: null }),
  ),
  'S16-pending': inPin(isRead, (members) => ({ ...members, authToken: members['authToken'] ?? '' })),
  'S16-pending-xml': inXml((text) => text.replace(' newRegistration=""', '')),
  'S16-claimed': inClaimed((members) => ({ ...members, newRegistration: null })),
  'S17-token': inClaimed((members) => ({ ...members, authToken: `${String(members['authToken'])}more` })),
  'S10-again': by(() => {
    const claimed = new Set<string>();
    return async (request, next) => {
      const seen = await look(request);
      const response = await next(request);
      if (!isRead(seen) || typeof (await membersOf(response))['authToken'] !== 'string') return response;
      if (claimed.has(seen.path)) return gone();
      claimed.add(seen.path);
      return response;
    };
  }),
  'S10-ten-seconds': inClaimed((members) => ({ ...members, expiresIn: 900 })),
  'S10-gone': remembering((_, last) => (typeof last['authToken'] === 'string' ? answer(200, last) : undefined)),
  'S18-auth-page': by(onRequest(({ path }) => path === '/auth/', gone)),
  'S19-opener': by(
    onResponse(
      ({ path }) => path === '/auth',
      (response) => withHeaders(response, { 'cross-origin-opener-policy': 'same-origin' }),
    ),
  ),
  'S1-linked': by(onResponse(isLink, (response) => (response.status === 204 ? answer(200, {}) : response))),
};
