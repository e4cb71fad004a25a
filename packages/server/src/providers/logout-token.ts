import type { Provider } from '../domain/provider.ts';
import { accepted, type Result } from '../domain/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Upstream, UpstreamFault, UpstreamLogout } from '../service/ports/upstream.ts';
import type { ProviderFetch } from './upstream.ts';

/** The event of a logout token (OpenID Connect Back-Channel Logout §2.4). */
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** The longest life of a logout token, in seconds: two minutes are recommended (§2.4). */
const longestLife = 300;

/** The least time between two requests for the provider's keys, in milliseconds. */
const keysEvery = 30_000;

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What reading logout tokens needs. */
export interface LogoutReaderParts {
  /** The provider's own description. */
  readonly configured: () => Promise<{ serverMetadata(): { readonly jwks_uri?: string } }>;
  readonly fetch: ProviderFetch;
  readonly clock: Clock;
  readonly fail: (error: unknown) => Result<never, UpstreamFault>;
}

/** Reads logout tokens: signature, `iss`, `aud`, `iat`, `exp`, the event, and that it is no ID token (§2.6). */
export function createLogoutReader(
  { issuer, clientId }: Provider,
  { configured, fetch, clock, fail }: LogoutReaderParts,
): Upstream['readLogout'] {
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let keys: Promise<unknown> | undefined;

  /** The provider's keys; asked for again when a token is signed with one that is not among them. */
  function keySet(isUnknown: boolean): Promise<unknown> {
    const now = clock.now();
    if (keys === undefined || (isUnknown && now >= fetchedAt + keysEvery)) {
      fetchedAt = now;
      const fetching = (async () => {
        const uri = (await configured()).serverMetadata().jwks_uri;
        if (uri === undefined) throw new Error('the provider names no keys');
        const headers = { accept: 'application/json' };
        const answer = await fetch(uri, { method: 'GET', headers, body: undefined, signal: undefined });
        if (!answer.ok) throw new Error(`the keys were answered with ${answer.status}`);
        return (await answer.json()) as unknown;
      })();
      keys = fetching;
      fetching.catch(() => {
        if (keys === fetching) keys = undefined;
      });
    }
    return keys;
  }

  async function verify(token: string): Promise<UpstreamLogout> {
    const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
    const check = async (isUnknown: boolean) => {
      const set = createLocalJWKSet((await keySet(isUnknown)) as Parameters<typeof createLocalJWKSet>[0]);
      const required = ['iat', 'jti', 'events'];
      return jwtVerify(token, set, {
        issuer,
        audience: clientId,
        requiredClaims: required,
        maxTokenAge: longestLife,
        clockTolerance: 30,
      });
    };
    const { payload, protectedHeader } = await check(false).catch((error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey) return check(true);
      throw error;
    });
    const { events, nonce, sub, sid, jti, iat = 0 } = payload;
    const { typ } = protectedHeader;
    if (typ !== undefined && !/^(application\/)?(logout\+)?jwt$/i.test(typ)) throw new Error('this is no logout token');
    const event = (events as Record<string, unknown> | null)?.[logoutEvent];
    if (typeof event !== 'object' || event === null) throw new Error('this is no logout event');
    if (nonce !== undefined) throw new Error('a logout token has no nonce');
    const [subject, session, id] = [textOf(sub), textOf(sid), textOf(jti)];
    if ((subject === null && session === null) || id === null) throw new Error('it names nobody');
    return { subject, session, id, until: iat * 1000 + (longestLife + 60) * 1000 + (clock.now() - Date.now()) };
  }

  return async (token) => {
    try {
      return accepted(await verify(token));
    } catch (error) {
      return fail(error);
    }
  };
}
