import { abortable } from './abort.ts';
import { type Query, encode, writeQuery } from './address.ts';
import { type Clock, systemClock } from './clock.ts';
import { badOption } from './errors.ts';
import { type Answer, type Fetch, type HttpRequest, type Line, send } from './http.ts';
import { type OAuthEndpoints, checkEndpoints, discover, isPrivate } from './oauth-endpoints.ts';
import type { Signal } from './platform.ts';

/** Proves a key with every request: what `createDpop` makes. */
export interface RequestProver {
  /** The key's RFC 7638 thumbprint. */
  readonly thumbprint: string;
  /** Sends a request with a proof, and once more when the server asks for another one. */
  readonly send: (request: HttpRequest, send: (request: HttpRequest) => Promise<Answer>) => Promise<Answer>;
}

/** What a client is made of. One of `issuer` and `endpoints` is needed. */
export interface DeviceClientOptions {
  /** The server's issuer identifier, exactly as its metadata writes it. */
  readonly issuer?: string | undefined;
  /** Where to ask, for a server that publishes no metadata. */
  readonly endpoints?: OAuthEndpoints | undefined;
  readonly clientId: string;
  /** For a confidential client; sent as HTTP Basic (D29). */
  readonly clientSecret?: string | undefined;
  /** What to ask for, parted by spaces. */
  readonly scope?: string | undefined;
  /** Address of the API that the token is for (RFC 8707). */
  readonly resource?: string | undefined;
  /** Binds code and tokens to a key (RFC 9449): what `createDpop` makes. */
  readonly dpop?: RequestProver | undefined;
  /** Allows plain http to other machines than this one, where anybody on the way reads the tokens. */
  readonly insecureHttp?: boolean | undefined;
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
}

/** Whom to ask, as whom, and through what. */
export interface OAuthSetting extends Pick<DeviceClientOptions, 'clientId' | 'scope' | 'resource' | 'dpop'> {
  /** Issuer, or token endpoint: what tells one server from another. */
  readonly server: string;
  readonly clock: Clock;
  /**
   * Posts a form to an endpoint, as this client.
   *
   * @throws LinkpinClientError `bad_option` when there is no such endpoint, another when no answer came; the signal's reason when that aborted
   */
  readonly post: (
    to: keyof OAuthEndpoints,
    form: Query,
    timeout: number,
    signal?: Signal,
    wait?: number,
  ) => Promise<Answer>;
}

/**
 * Checks the options and fills in the defaults. No request goes out.
 *
 * @throws LinkpinClientError `bad_option` when there is no client identifier, or no issuer and no endpoints of https
 */
export const readDeviceOptions = (options: DeviceClientOptions): OAuthSetting => {
  const { issuer, endpoints, clientId, clientSecret, dpop, insecureHttp, clock = systemClock } = options;
  const line: Line = { fetch: options.fetch ?? ((...asked) => fetch(...asked)), clock };
  const server = issuer ?? endpoints?.tokenEndpoint ?? '';
  if (
    !clientId ||
    !(endpoints ? checkEndpoints(endpoints, insecureHttp) : (insecureHttp && server) || isPrivate(server))
  ) {
    throw badOption('no clientId or issuer');
  }

  encode(clientId + server + (Object.values(endpoints ?? '') as unknown as string));

  let found = endpoints && Promise.resolve(endpoints);
  const find = (): Promise<OAuthEndpoints> =>
    (found ??= discover(server, line, insecureHttp).catch((error: unknown) => {
      found = undefined;
      throw error;
    }));

  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  // RFC 6749 §2.3.1
  if (clientSecret) headers['Authorization'] = `Basic ${btoa([clientId, clientSecret].map(encode).join(':'))}`;

  return {
    ...options,
    server,
    clock,
    post: async (to, form, timeout, signal, wait) => {
      const { [to]: url } = await abortable<OAuthEndpoints>(signal, (resolve, reject) => {
        find().then(resolve, reject);
      });
      if (!url) throw badOption(`no ${to}`);
      // D1, D2: also beside a secret, since some servers look for it there
      const body = writeQuery({ client_id: clientId, ...form });
      const go = (request: HttpRequest): Promise<Answer> => send(request, line, timeout, signal, wait);
      const request: HttpRequest = { method: 'POST', url, headers, body };
      return dpop ? dpop.send(request, go) : go(request);
    },
  };
};
