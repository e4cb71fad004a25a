// OpenID Connect at a provider that the operator named. The libraries are loaded when the first browser is sent to one.
import type { Provider, RawClaims } from '../domain/provider.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Upstream, UpstreamAnswer, UpstreamFault, UpstreamPerson } from '../service/ports/upstream.ts';
import { createLogoutReader } from './logout-token.ts';

type Library = typeof import('openid-client');
type Configuration = InstanceType<Library['Configuration']>;

/** One request to a provider; rejects when no answer came. */
export type ProviderFetch = (url: string, options: ProviderFetchOptions) => Promise<Response>;

/** See {@link ProviderFetch}. */
export interface ProviderFetchOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What talking to a provider needs. */
export interface UpstreamPorts {
  readonly fetch: ProviderFetch;
  readonly clock: Clock;
  /** Tells the operator what went wrong; the text holds no secret. */
  readonly onTrouble: (sentence: string) => void;
}

/** How long what a provider says of itself is kept, and how long it is left alone after a failure; in milliseconds. */
const kept = { found: 60 * 60 * 1000, failed: 5000 } as const;

/** The first sentence of an error and of what caused it, on one line. */
function reasonOf(error: unknown): string {
  const messages: string[] = [];
  for (let current = error; current instanceof Error && messages.length < 3; current = current.cause) {
    const { code } = current as { code?: unknown };
    messages.push(typeof code === 'string' ? `${current.message} (${code})` : current.message);
  }
  return messages
    .join(': ')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 300);
}

const statusOf = (error: unknown): number | undefined => {
  const { status, cause } = error as { status?: unknown; cause?: unknown };
  if (typeof status === 'number') return status;
  return cause instanceof Response ? cause.status : undefined;
};

/** Whether a fault is for want of a sound answer, rather than for what the answer says. */
function isUnreachable(error: unknown): boolean {
  if ((statusOf(error) ?? 0) >= 500) return true;
  for (let current = error; current instanceof Error; current = current.cause) {
    const { name, code } = current as { name: string; code?: unknown };
    if (name === 'OutboundError' || name === 'TimeoutError' || code === 'OAUTH_TIMEOUT') return true;
    if (code === 'OAUTH_RESPONSE_IS_NOT_JSON' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return true;
  }
  return false;
}

/** Creates the connection to a provider; nothing is sent before it is used. */
export function createUpstream(provider: Provider, { fetch: door, clock, onTrouble }: UpstreamPorts): Upstream {
  let found: { readonly until: number; readonly of: Promise<Configuration> } | undefined;
  const load = (): Promise<Library> => import('openid-client');

  async function discover(): Promise<Configuration> {
    const library = await load();
    const { issuer, clientId, clientSecret } = provider;
    const isPlain = new URL(issuer).protocol === 'http:';
    const configuration = await library.discovery(
      new URL(issuer),
      clientId,
      undefined,
      clientSecret === null ? library.None() : undefined,
      {
        // Plain http is for this machine only: the settings and the guarded door say so.
        execute: [library.enableNonRepudiationChecks, ...(isPlain ? [library.allowInsecureRequests] : [])],
        timeout: 5,
        [library.customFetch]: (url, { method, headers, body, signal }) =>
          door(url, {
            method,
            headers,
            body: body instanceof URLSearchParams ? body.toString() : undefined,
            signal,
          }),
      },
    );
    return clientSecret === null ? configuration : withSecret(library, configuration, clientSecret);
  }

  /** The same with the secret, sent in the way that the provider takes. */
  function withSecret(library: Library, of: Configuration, secret: string): Configuration {
    const server = of.serverMetadata();
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const isBasic = methods.includes('client_secret_basic');
    const authentication = isBasic ? library.ClientSecretBasic(secret) : library.ClientSecretPost(secret);
    const configuration = new library.Configuration(server, provider.clientId, undefined, authentication);
    const fetching = of[library.customFetch];
    if (fetching !== undefined) configuration[library.customFetch] = fetching;
    configuration.timeout = of.timeout;
    library.enableNonRepudiationChecks(configuration);
    if (new URL(provider.issuer).protocol === 'http:') library.allowInsecureRequests(configuration);
    return configuration;
  }

  /** What the provider says of itself; asked for again after an hour, and soon after a failure. */
  function configured(): Promise<Configuration> {
    const now = clock.now();
    if (found !== undefined && now < found.until) return found.of;
    const of = discover();
    const entry = { until: now + kept.found, of };
    found = entry;
    of.catch(() => {
      if (found === entry) found = { until: now + kept.failed, of };
    });
    return of;
  }

  /** Provider and service may go by different clocks; times are told in the service's. */
  const inOurTime = (claims: RawClaims): RawClaims =>
    typeof claims['auth_time'] === 'number'
      ? { ...claims, auth_time: claims['auth_time'] + (clock.now() - Date.now()) / 1000 }
      : claims;

  function fail(error: unknown, what: string): Result<never, UpstreamFault> {
    onTrouble(`${provider.id}: ${what}: ${reasonOf(error)}`);
    return refused(isUnreachable(error) ? 'unreachable' : 'invalid');
  }

  /** The claims of the ID token, and those that only UserInfo has. */
  async function withUserInfo(
    library: Library,
    configuration: Configuration,
    accessToken: string,
    idToken: RawClaims,
  ): Promise<RawClaims> {
    const subject = String(idToken['sub']);
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return idToken;
    return { ...(await library.fetchUserInfo(configuration, accessToken, subject)), ...idToken };
  }

  return {
    async begin({ state, nonce, verifier, redirectUri, fresh, maxAge }) {
      try {
        const [library, configuration] = await Promise.all([load(), configured()]);
        const { prompt = '' } = provider.parameters;
        return accepted(
          library.buildAuthorizationUrl(configuration, {
            ...provider.parameters,
            redirect_uri: redirectUri,
            scope: provider.scopes.join(' '),
            state,
            nonce,
            code_challenge: await library.calculatePKCECodeChallenge(verifier),
            code_challenge_method: 'S256',
            ...(maxAge === null ? {} : { max_age: String(maxAge) }),
            ...(fresh ? { prompt: `login ${prompt}`.trim() } : prompt === '' ? {} : { prompt }),
          }).href,
        );
      } catch (error) {
        return fail(error, 'cannot send anybody there');
      }
    },

    async finish(query, { state, nonce, verifier, redirectUri }) {
      const returned = new URLSearchParams(query);
      if (returned.has('error')) {
        const why = (returned.get('error') ?? '').replaceAll(/[^\x21-\x7e]/g, '').slice(0, 60);
        onTrouble(`${provider.id}: a sign-in was answered with ${why}`);
        const isFault = why === 'server_error' || why === 'temporarily_unavailable';
        return refused(isFault ? 'unreachable' : 'denied');
      }
      try {
        const [library, configuration] = await Promise.all([load(), configured()]);
        const url = new URL(redirectUri);
        url.search = query;
        const answer = await library.authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const idToken = answer.claims();
        if (idToken === undefined) throw new Error('no ID token came');
        const raw = await withUserInfo(library, configuration, answer.access_token, idToken);
        const person: UpstreamPerson = {
          subject: idToken.sub,
          claims: inOurTime(raw),
          session: typeof idToken['sid'] === 'string' ? idToken['sid'].slice(0, 255) : null,
          refreshToken: answer.refresh_token ?? null,
        };
        return accepted(person);
      } catch (error) {
        return fail(error, 'a sign-in failed');
      }
    },

    async ask(refreshToken, subject): Promise<UpstreamAnswer> {
      let configuration: Configuration;
      let library: Library;
      try {
        [library, configuration] = await Promise.all([load(), configured()]);
      } catch (error) {
        fail(error, 'cannot ask about a person');
        return { kind: 'fault' };
      }
      try {
        const answer = await library.refreshTokenGrant(configuration, refreshToken);
        const idToken = answer.claims() ?? { sub: subject };
        if (idToken['sub'] !== subject) throw new Error('it answered about somebody else');
        const claims = await withUserInfo(library, configuration, answer.access_token, idToken).catch(
          (error: unknown) => {
            fail(error, 'it told nothing of a person');
            return idToken as RawClaims;
          },
        );
        return { kind: 'known', claims: inOurTime(claims), refreshToken: answer.refresh_token ?? null };
      } catch (error) {
        if (error instanceof library.ResponseBodyError && error.status < 500) {
          if (error.error === 'invalid_grant') return { kind: 'gone' };
          fail(error, `a question about a person was refused with ${error.error}`);
          return { kind: 'fault' };
        }
        fail(error, 'a question about a person failed');
        return { kind: 'silence' };
      }
    },

    readLogout: createLogoutReader(provider, {
      configured,
      fetch: door,
      clock,
      fail: (error) => fail(error, 'a logout was refused'),
    }),
  };
}
