// Broken servers for the checks of RFC 8628 that need no page.
import { secret } from '../ours.ts';
import {
  answer,
  by,
  changed,
  errorIn,
  look,
  membersOf,
  onRequest,
  onResponse,
  refuse,
  withForm,
  withHeaders,
  withMembers,
  type Breakers,
  type Seen,
} from './breaker.ts';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

export const atDevice = ({ path }: Seen): boolean => path === '/oauth/device_authorization';
const atToken = ({ path }: Seen): boolean => path === '/oauth/token';
const atMetadata = ({ path }: Seen): boolean => path === '/.well-known/oauth-authorization-server';
const has =
  (name: string, value: string) =>
  ({ form }: Seen) =>
    form.get(name) === value;
const both =
  (...tests: readonly ((seen: Seen) => boolean)[]) =>
  (seen: Seen) =>
    tests.every((test) => test(seen));

const basic = `Basic ${Buffer.from(`box:${new URLSearchParams([['', secret]]).toString().slice(1)}`).toString('base64')}`;

/** Changes the members of what a device gets with its code. */
const inCode = (change: (members: Record<string, unknown>) => Record<string, unknown>) =>
  by(onResponse(atDevice, (response) => (response.status === 200 ? withMembers(response, change) : response)));

const inMetadata = (change: (members: Record<string, unknown>) => Record<string, unknown>) =>
  by(onResponse(atMetadata, (response) => withMembers(response, change)));

const noStore = (isMeant: (seen: Seen) => boolean, isOf: (response: Response) => boolean) =>
  by(
    onResponse(isMeant, (response) =>
      isOf(response) ? withHeaders(response, { 'cache-control': 'private' }, ['pragma']) : response,
    ),
  );

export const requestBreakers: Breakers = {
  'D42-metadata': inMetadata(({ device_authorization_endpoint: _, ...rest }) => rest),
  'D42-grant': inMetadata((members) => ({ ...members, grant_types_supported: ['refresh_token'] })),
  'D42-issuer': inMetadata((members) => ({ ...members, issuer: `${String(members['issuer'])}/` })),
  'D42-json': by(onResponse(atMetadata, (response) => withHeaders(response, { 'content-type': 'text/plain' }))),
  'D4-tls': {
    make: () => ({
      target: { tokenEndpoint: 'http://link.example/oauth/token' },
      layer: (request, next) => next(changed(request, { url: request.url.replace('http:', 'https:') })),
    }),
  },
  'D16-tls': {
    ...by(() => async (request, next) => {
      const seen = await look(request);
      const response = await next(changed(request, { url: request.url.replace('http:', 'https:') }));
      if (!atDevice(seen) || response.status !== 200) return response;
      return withMembers(response, (members) =>
        Object.fromEntries(
          Object.entries(members).map(([name, value]) => [
            name,
            name.startsWith('verification') ? String(value).replace('https:', 'http:') : value,
          ]),
        ),
      );
    }),
  },
  'D1-form': {
    ...by(
      onResponse(atDevice, (response) => (response.status === 200 ? withHeaders(response, {}, [], 201) : response)),
    ),
    also: ['D3-secret-right', 'D5-empty', 'D6-unknown', 'D13-json'],
  },
  'D1-get': by(
    onRequest(
      both(atDevice, ({ method }) => method === 'GET'),
      (request, { url }) =>
        changed(request, {
          url: `${url.origin}${url.pathname}`,
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: url.searchParams.toString(),
        }),
    ),
  ),
  'D2-client-missing': by(
    onRequest(
      both(atDevice, ({ form, headers }) => !form.has('client_id') && !headers.has('authorization')),
      (request, { form }) => withForm(request, new URLSearchParams([...form, ['client_id', 'tv']])),
    ),
  ),
  'D14-client-unknown': by(
    onRequest(both(atDevice, has('client_id', 'linkpin-conformance-nobody')), () => refuse('unauthorized_client')),
  ),
  'D14-shape': by(
    onRequest(
      both(atDevice, has('client_id', '')),
      () => new Response('<h1>No</h1>', { status: 400, headers: { 'content-type': 'text/html' } }),
    ),
  ),
  'D3-secret-wrong': by(onResponse(atDevice, (response) => withHeaders(response, {}, ['www-authenticate']))),
  'D3-secret-missing': by(
    onRequest(both(atDevice, has('client_id', 'box')), (request) =>
      changed(request, { headers: { authorization: basic } }),
    ),
  ),
  'D3-secret-right': by(
    onRequest(
      both(atDevice, ({ headers }) => headers.get('authorization') === basic),
      () => answer(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic' }),
    ),
  ),
  'D5-empty': by(onRequest(both(atDevice, has('scope', '')), () => refuse('invalid_scope'))),
  'D6-unknown': by(onRequest(both(atDevice, has('linkpin_conformance', 'x')), () => refuse('invalid_request'))),
  'D7-repeated': by(
    onRequest(atDevice, (request, { form }) => withForm(request, new URLSearchParams(Object.fromEntries(form)))),
  ),
  'D14-scope': by(
    onRequest(both(atDevice, has('scope', 'a"b')), (request) =>
      withForm(request, new URLSearchParams({ client_id: 'tv' })),
    ),
  ),
};

export const answerBreakers: Breakers = {
  'D9-members': inCode((members) => ({ ...members, expires_in: String(members['expires_in']) })),
  'D13-json': by(
    onResponse(atDevice, (response) => withHeaders(response, { 'content-type': 'text/json' })),
    ['D14-shape'],
  ),
  'D13-no-store': noStore(atDevice, ({ status }) => status === 200),
  'D10-interval': inCode((members) => ({ ...members, interval: String(members['interval']) })),
  'D20-address-alone': {
    ...inCode((members) => ({ ...members, verification_uri: members['verification_uri_complete'] })),
    also: ['D12-short'],
  },
  'D12-short': inCode((members) => ({
    ...members,
    verification_uri: `${String(members['verification_uri'])}?device=1`,
  })),
  'D22-complete': inCode((members) => ({ ...members, verification_uri_complete: members['verification_uri'] })),
  'D45-entropy': by(() => {
    const real = new Map<string, string>();
    return async (request, next) => {
      const seen = await look(request);
      const code = real.get(seen.form.get('device_code') ?? '');
      if (code !== undefined) seen.form.set('device_code', code);
      const response = await next(code === undefined ? request : withForm(request, seen.form));
      if (!atDevice(seen) || response.status !== 200) return response;
      return withMembers(response, (members) => {
        const short = String(real.size + 10_000_000);
        real.set(short, String(members['device_code']));
        return { ...members, device_code: short };
      });
    };
  }),
  'D45-unique': by(() => {
    let underway: Promise<Response> | undefined;
    return async (request, next) => {
      const seen = await look(request);
      if (!atDevice(seen)) return next(request);
      const mine = underway ?? next(request);
      underway = mine;
      const response = (await mine).clone();
      underway = undefined;
      return response;
    };
  }),
  'D53-letters': inCode((members) => ({ ...members, user_code: mixed(String(members['user_code'])) })),
  'D43-guessing': {
    make: (ours) => {
      const real = new Map<string, string>();
      return {
        decide: (shown, decision) =>
          ours.decide({ ...shown, userCode: real.get(shown.userCode) ?? shown.userCode }, decision),
        layer: async (request, next) => {
          const seen = await look(request);
          const typed = real.get((seen.form.get('code') ?? '').toUpperCase().replaceAll(/[^A-Z]/g, ''));
          if (typed !== undefined) seen.form.set('code', typed);
          const response = await next(typed === undefined ? request : withForm(request, seen.form));
          if (!atDevice(seen) || response.status !== 200) return response;
          return withMembers(response, (members) => {
            const code = String(members['user_code']);
            real.set(code.slice(0, 4), code);
            return { ...members, user_code: code.slice(0, 4) };
          });
        },
      };
    },
  },
  'D49-life': inCode((members) => ({ ...members, expires_in: 3600 })),
};

const mixed = (code: string): string => `${code.slice(0, 1).toLowerCase()}${code.slice(1)}`;

/** Looks at polls, and remembers something of each code. */
function perCode<Memory>(
  fresh: () => Memory,
  change: (response: Response, error: string, memory: Memory) => Response,
): Breakers[string] {
  return by(() => {
    const memories = new Map<string, Memory>();
    return async (request, next) => {
      const seen = await look(request);
      const response = await next(request);
      const code = seen.form.get('device_code');
      if (!atToken(seen) || code === null) return response;
      const memory = memories.get(code) ?? fresh();
      memories.set(code, memory);
      return change(response, await errorIn(response), memory);
    };
  });
}

/** Answers one error of the token endpoint by another. */
const errorAs = (from: string, to: string, isMeant: (seen: Seen) => boolean = atToken) =>
  by(
    onResponse(both(atToken, isMeant), async (response) =>
      (await errorIn(response)) === from ? refuse(to) : response,
    ),
  );

const unknownCode = 'linkpin-conformance-no-such-code';

export const pollingBreakers: Breakers = {
  'D27-form': by(() => {
    let first: string | undefined;
    return async (request, next) => {
      const seen = await look(request);
      const isFirst = atToken(seen) && has('client_id', 'tv')(seen) && has('grant_type', deviceGrant)(seen);
      if (isFirst && first !== undefined && seen.form.get('device_code') === first)
        return new Response('', { status: 415 });
      const response = await next(request);
      if (atDevice(seen) && response.status === 200) first ??= String((await membersOf(response))['device_code']);
      return response;
    };
  }),
  'D27-grant-type': errorAs('unsupported_grant_type', 'invalid_request'),
  'D28-code-missing': by(
    onRequest(
      both(atToken, has('grant_type', deviceGrant), ({ form }) => !form.has('device_code')),
      () => refuse('invalid_grant'),
    ),
  ),
  'D28-code-unknown': errorAs('invalid_grant', 'expired_token', has('device_code', unknownCode)),
  'D30-other-client': by(
    onRequest(both(atToken, has('client_id', 'radio')), (request, { form }) => {
      form.set('client_id', 'tv');
      return withForm(request, form);
    }),
  ),
  'D31-pending': {
    ...perCode(
      () => ({ polls: 0 }),
      (response, error, memory) => {
        memory.polls += 1;
        return memory.polls === 1 && error === 'authorization_pending' ? refuse('slow_down') : response;
      },
    ),
    also: ['D25-link-alone', 'D33-each-apart'],
  },
  'D31-no-store': noStore(atToken, ({ status }) => status === 400),
  'D33-slow-down': errorAs('slow_down', 'authorization_pending'),
  'D33-not-fatal': perCode(
    () => ({ slowed: 0 }),
    (response, error, memory) => {
      if (error === 'slow_down') memory.slowed += 1;
      return memory.slowed > 1 ? refuse('invalid_grant') : response;
    },
  ),
  'D32-pace': perCode(
    () => ({ polls: 0, wasSlowed: false }),
    (response, error, memory) => {
      memory.polls += 1;
      if (error === 'slow_down') memory.wasSlowed = true;
      const isSecond = memory.polls === 2 && error === 'authorization_pending' && !memory.wasSlowed;
      return isSecond ? refuse('slow_down') : response;
    },
  ),
  'D34-five-more': perCode(
    () => ({ wasSlowed: false }),
    (response, error, memory) => {
      if (error === 'slow_down') memory.wasSlowed = true;
      return memory.wasSlowed && error === 'authorization_pending' ? refuse('slow_down') : response;
    },
  ),
  'D33-each-apart': by(() => {
    const polled = new Set<string>();
    let isHasty = false;
    return async (request, next) => {
      const seen = await look(request);
      const response = await next(request);
      const code = seen.form.get('device_code');
      if (!atToken(seen) || code === null) return response;
      const { error } = await membersOf(response);
      if (error === 'slow_down') isHasty = true;
      const isFirst = !polled.has(code);
      polled.add(code);
      if (!isFirst || !isHasty || error !== 'authorization_pending') return response;
      isHasty = false;
      return refuse('slow_down');
    };
  }),
};
