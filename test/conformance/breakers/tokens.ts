// Broken servers for the checks of RFC 8628 and RFC 9700 on decisions and tokens.
import type { Layer } from '../ours.ts';
import { atDevice } from './oauth.ts';
import {
  answer,
  by,
  errorIn,
  look,
  membersOf,
  onResponse,
  refuse,
  withForm,
  withHeaders,
  withMembers,
  type Breakers,
  type Seen,
} from './breaker.ts';

const atToken = ({ path }: Seen): boolean => path === '/oauth/token';
const isRefresh = (seen: Seen): boolean => atToken(seen) && seen.form.get('grant_type') === 'refresh_token';
const isPoll = (seen: Seen): boolean => atToken(seen) && seen.form.has('device_code');

const errorAs = (from: string, to: string) =>
  by(onResponse(atToken, async (response) => ((await errorIn(response)) === from ? refuse(to) : response)));

const tokens = { access_token: 'made up', token_type: 'Bearer', expires_in: 60, refresh_token: 'made up, too' };

/** Other tokens for a code that brought some before: to polls that were on the way then, or to those that came later. */
function secondTokens(to: 'rivals' | 'latecomers'): () => Layer {
  return () => {
    const given = new Map<string, number>();
    return async (request, next) => {
      const seen = await look(request);
      const code = seen.form.get('device_code') ?? '';
      const came = given.has(code) ? 'latecomers' : 'rivals';
      const response = await next(request);
      if (!isPoll(seen) || response.status !== 200) return response;
      const count = (given.get(code) ?? 0) + 1;
      given.set(code, count);
      if (count < 2 || came !== to) return response;
      return withMembers(response, (members) => ({
        ...members,
        access_token: `${String(members['access_token'])}${count}`,
      }));
    };
  };
}

export const tokenBreakers: Breakers = {
  'D35-denied': errorAs('access_denied', 'invalid_grant'),
  'D36-expired': errorAs('expired_token', 'invalid_grant'),
  'D36-too-late': {
    make: (ours) => {
      const codes = new Map<string, string>();
      const late = new Set<string>();
      return {
        decide: async (shown, decision) => {
          late.add(codes.get(shown.userCode) ?? '');
          await ours.decide(shown, decision);
        },
        layer: async (request, next) => {
          const seen = await look(request);
          const response = await next(request);
          const members = await membersOf(response);
          if (atDevice(seen)) codes.set(String(members['user_code']), String(members['device_code']));
          const isLate = isPoll(seen) && late.has(seen.form.get('device_code') ?? '');
          return isLate && members['error'] === 'expired_token' ? answer(200, tokens) : response;
        },
      };
    },
  },
  'D31-approved': by(
    onResponse(isPoll, (response) =>
      response.status === 200 ? withMembers(response, ({ token_type: _, ...rest }) => rest) : response,
    ),
  ),
  'D13-tokens-no-store': by(
    onResponse(atToken, (response) =>
      response.status === 200 ? withHeaders(response, {}, ['cache-control', 'pragma']) : response,
    ),
  ),
  'D50-race': by(secondTokens('rivals')),
  'B17-replay': by(secondTokens('latecomers')),
  'B17-revoked': by(() => {
    const redeemed = new Set<string>();
    return async (request, next) => {
      const seen = await look(request);
      const code = seen.form.get('device_code') ?? '';
      if (isPoll(seen) && redeemed.has(code)) return refuse('invalid_grant');
      const response = await next(request);
      if (isPoll(seen) && response.status === 200) redeemed.add(code);
      return response;
    };
  }),
};

export const refreshBreakers: Breakers = {
  'B7-rotation': by(() => {
    const current = new Map<string, string>();
    return async (request, next) => {
      const seen = await look(request);
      const shown = seen.form.get('refresh_token') ?? '';
      if (!isRefresh(seen)) return next(request);
      seen.form.set('refresh_token', current.get(shown) ?? shown);
      const response = await next(withForm(request, seen.form));
      if (response.status !== 200) return response;
      return withMembers(response, (members) => {
        current.set(shown, String(members['refresh_token']));
        return { ...members, refresh_token: shown };
      });
    };
  }),
  'B23-reuse': by(() => {
    const used = new Set<string>();
    return async (request, next) => {
      const seen = await look(request);
      const response = await next(request);
      const token = seen.form.get('refresh_token') ?? '';
      if (isRefresh(seen) && response.status !== 200 && used.has(token)) return answer(200, tokens);
      if (isRefresh(seen) && response.status === 200) used.add(token);
      return response;
    };
  }),
  'B23-family': by(() => {
    const used = new Set<string>();
    return async (request, next) => {
      const seen = await look(request);
      const token = seen.form.get('refresh_token') ?? '';
      if (isRefresh(seen) && used.has(token)) return refuse('invalid_grant');
      if (isRefresh(seen)) used.add(token);
      return next(request);
    };
  }),
  'B22-scope': by(() => async (request, next) => {
    const seen = await look(request);
    const scope = seen.form.get('scope');
    if (!isRefresh(seen) || scope === null) return next(request);
    seen.form.delete('scope');
    return withMembers(await next(withForm(request, seen.form)), (members) => ({ ...members, scope }));
  }),
};
