import { abortable } from './abort.ts';
import { type Query, encode, writeQuery } from './address.ts';
import { type Clock, systemClock } from './clock.ts';
import { badOption } from './errors.ts';
import { type Answer, type Fetch, type HttpRequest, type Line, send } from './http.ts';
import { readMembers } from './lenient.ts';
import { type OAuthEndpoints, checkEndpoints, endpointReaders, isPrivate, readMetadata } from './oauth-endpoints.ts';
import type { Signal } from './platform.ts';

/** Adds a proof of possession to requests; made by `createDpop`. */
export interface RequestProver {
  /** The key's RFC 7638 thumbprint; undefined without a key. */
  readonly thumbprint: string | undefined;
  /** Sends a request with a proof, and retries once if the server requires another one. */
  readonly send: (request: HttpRequest, send: (request: HttpRequest) => Promise<Answer>) => Promise<Answer>;
}

/** Options of a device client. Either `issuer` or `endpoints` is required. */
export interface DeviceClientOptions {
  /** The server's issuer identifier, exactly as its metadata writes it. */
  readonly issuer?: string | undefined;
  /** Endpoints of a server without metadata. */
  readonly endpoints?: OAuthEndpoints | undefined;
  readonly clientId: string;
  /** For a confidential client; sent as HTTP Basic (RFC 6749 §2.3.1). */
  readonly clientSecret?: string | undefined;
  /** The scope to request, separated by spaces. */
  readonly scope?: string | undefined;
  /** URL of the API that the token is for (RFC 8707). */
  readonly resource?: string | undefined;
  /** Binds the code and tokens to a key (RFC 9449); made by `createDpop`. */
  readonly dpop?: RequestProver | undefined;
  /** Allows plain http beyond loopback, which exposes the tokens to anybody on the path. */
  readonly insecureHttp?: boolean | undefined;
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
}

/** The server, client and transport of a device client. */
export interface OAuthSetting extends Pick<DeviceClientOptions, 'clientId' | 'scope' | 'resource' | 'dpop'> {
  /** Issuer or token endpoint: identifies the server. */
  readonly server: string;
  readonly clock: Clock;
  /**
   * Posts a form to an endpoint, authenticated as this client.
   *
   * @throws LinkpinClientError `bad_option` if there is no such endpoint, another code without a response; the signal's
   *   reason if it aborted
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
 * Validates the options and applies defaults. Sends no request.
 *
 * @throws LinkpinClientError `bad_option` without a client identifier, or without an issuer or https endpoints
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
    (found ??= readMetadata(server, line, (members) =>
      checkEndpoints(readMembers(members, endpointReaders) as OAuthEndpoints, insecureHttp),
    ).catch((error: unknown) => {
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
      // D1, D2: also with a secret, because some servers expect it there
      const body = writeQuery({ client_id: clientId, ...form });
      const go = (request: HttpRequest): Promise<Answer> => send(request, line, timeout, signal, wait);
      const request: HttpRequest = { method: 'POST', url, headers, body };
      return dpop ? dpop.send(request, go) : go(request);
    },
  };
};
