// Pure: no I/O, no clock, no randomness.
import { type Query, encode, joinAddress, readServerAddress, wholeName } from './address.ts';

/** The identity of a device. */
export interface PlexIdentity {
  /** One per installation: random and permanent. The same for the pin and every poll. */
  readonly clientIdentifier: string;
  /** The app's name, shown to the person before approval. */
  readonly product: string;
  readonly version?: string | undefined;
  /** For example `Chrome`, `tvOS`. */
  readonly platform?: string | undefined;
  readonly platformVersion?: string | undefined;
  /** For example `Apple TV`. */
  readonly device?: string | undefined;
  /** The owner's name for it. */
  readonly deviceName?: string | undefined;
  readonly model?: string | undefined;
}

/** The server and identity of a request. */
export interface PlexSender extends PlexIdentity {
  /** Base URL of the server, possibly with a path. */
  readonly server: string;
}

/** A request as plain data, for `fetch(url, { method, headers })`. Requests of this protocol have no body. */
export interface PlexRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Identifies a pin to the server. */
export interface PlexPinKey {
  readonly id: number;
  /** Sent along; plex.tv ignores it, a linkpin server requires it after having seen it once. */
  readonly code: string;
}

// Every platform allows printable ASCII in header values, and some nothing else. Other X-Plex values go into the query
// (wire S3).
/** Whether a value is allowed in a header on every platform. */
export const fitsHeader = (value: string): boolean => /^[ -~]+$/.test(value);

/** Device information besides the identifier, in the order of the sign-in page's URL. */
export const deviceFacts: readonly Exclude<keyof PlexIdentity, 'clientIdentifier'>[] = [
  'product',
  'version',
  'platform',
  'platformVersion',
  'device',
  'deviceName',
  'model',
];

// platformVersion: X-Plex-Platform-Version
const headerName = (name: string): string =>
  `X-Plex${name.replace(/^.|[A-Z]/g, (letter) => `-${letter.toUpperCase()}`)}`;

/** Makes a request of the API as this device. */
export const plexRequest = (
  method: PlexRequest['method'],
  sender: PlexSender,
  path: string,
  query: Query = {},
): PlexRequest => {
  const headers: Record<string, string> = { Accept: 'application/json' };
  const inQuery: Record<string, Query[string]> = { ...query };
  encode(sender.clientIdentifier);
  for (const name of ['clientIdentifier', ...deviceFacts] as const) {
    const value = wholeName(sender[name]);
    if (value) (fitsHeader(value) ? headers : inQuery)[headerName(name)] = value;
  }
  return { method, url: joinAddress(readServerAddress(sender.server).base, path, inQuery), headers };
};

/**
 * Makes the request for a pin.
 *
 * @param options - `strong` requests a long code, which only the sign-in page accepts
 */
export const plexPinRequest = (sender: PlexSender, options: { readonly strong?: boolean } = {}): PlexRequest =>
  plexRequest('POST', sender, '/api/v2/pins', { strong: options.strong && 'true' });

const aboutPin = (method: PlexRequest['method'], sender: PlexSender, { id, code }: PlexPinKey): PlexRequest =>
  plexRequest(method, sender, `/api/v2/pins/${id}`, { code });

/** Makes a poll of a pin. */
export const plexPollRequest = (sender: PlexSender, pin: PlexPinKey): PlexRequest => aboutPin('GET', sender, pin);

/** Makes the cancellation of a pin. Linkpin servers only. */
export const plexCancelRequest = (sender: PlexSender, pin: PlexPinKey): PlexRequest => aboutPin('DELETE', sender, pin);

const withToken = (sender: PlexSender, token: string, path: string, query?: Query): PlexRequest => {
  const { headers, ...rest } = plexRequest('GET', sender, path, query);
  return { ...rest, headers: { ...headers, 'X-Plex-Token': token } };
};

/** Makes the request for a token's user, which also tells whether the token is valid. */
export const plexUserRequest = (sender: PlexSender, token: string): PlexRequest =>
  withToken(sender, token, '/api/v2/user');

/** Makes the request for the media servers and players of a token, with all connections. */
export const plexResourcesRequest = (sender: PlexSender, token: string): PlexRequest =>
  withToken(sender, token, '/api/v2/resources', { includeHttps: '1', includeRelay: '1', includeIPv6: '1' });

/** Makes the request for the linked devices of a token's account. */
export const plexDevicesRequest = (sender: PlexSender, token: string): PlexRequest =>
  withToken(sender, token, '/api/v2/devices');
