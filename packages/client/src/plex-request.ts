// Pure: no I/O, no clock, no randomness.
import { type Query, encode, joinAddress, readServerAddress, wholeName } from './address.ts';

/** How a device presents itself. */
export interface PlexIdentity {
  /** One for each install: made at random once, then kept for ever. The same for the pin and every poll (wire C1). */
  readonly clientIdentifier: string;
  /** The app's name, which the person reads before approving. */
  readonly product: string;
  readonly version?: string | undefined;
  /** Such as `Chrome`, `tvOS`. */
  readonly platform?: string | undefined;
  readonly platformVersion?: string | undefined;
  /** Such as `Apple TV`. */
  readonly device?: string | undefined;
  /** What its owner calls it. */
  readonly deviceName?: string | undefined;
  readonly model?: string | undefined;
}

/** What every request needs to know. */
export interface PlexSender extends PlexIdentity {
  /** Base address of the server, a base path allowed. */
  readonly server: string;
}

/** A request as plain data: what `fetch(url, { method, headers })` takes. No request of this dialect has a body. */
export interface PlexRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What names a pin to the server. */
export interface PlexPinKey {
  readonly id: number;
  /** Sent along; plex.tv ignores it, a linkpin server that saw it once asks for it from then on. */
  readonly code: string;
}

// Header values hold printable ASCII on every platform and nothing else on some; any X-Plex value may be a query (wire S3).
/** Whether a value can go in a header on every platform. */
export const fitsHeader = (value: string): boolean => /^[ -~]+$/.test(value);

/** What a device says about itself besides its identifier, in the order of the sign-in page's address. */
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

/** Any request of the API, as this device. */
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
 * Asks for a pin.
 *
 * @param options - `strong` asks for the long code, which only the sign-in page takes (wire C9)
 */
export const plexPinRequest = (sender: PlexSender, options: { readonly strong?: boolean } = {}): PlexRequest =>
  plexRequest('POST', sender, '/api/v2/pins', { strong: options.strong && 'true' });

const aboutPin = (method: PlexRequest['method'], sender: PlexSender, { id, code }: PlexPinKey): PlexRequest =>
  plexRequest(method, sender, `/api/v2/pins/${id}`, { code });

/** Asks how a pin stands. */
export const plexPollRequest = (sender: PlexSender, pin: PlexPinKey): PlexRequest => aboutPin('GET', sender, pin);

/** Calls a pin off. Linkpin servers only. */
export const plexCancelRequest = (sender: PlexSender, pin: PlexPinKey): PlexRequest => aboutPin('DELETE', sender, pin);

const withToken = (sender: PlexSender, token: string, path: string, query?: Query): PlexRequest => {
  const { headers, ...rest } = plexRequest('GET', sender, path, query);
  return { ...rest, headers: { ...headers, 'X-Plex-Token': token } };
};

/** Asks whose token it is, and by that whether it is still good (wire C10). */
export const plexUserRequest = (sender: PlexSender, token: string): PlexRequest =>
  withToken(sender, token, '/api/v2/user');

/** Asks which media servers and players a token may use, by every way that leads to them. */
export const plexResourcesRequest = (sender: PlexSender, token: string): PlexRequest =>
  withToken(sender, token, '/api/v2/resources', { includeHttps: '1', includeRelay: '1', includeIPv6: '1' });

/** Asks which devices the token's person linked. */
export const plexDevicesRequest = (sender: PlexSender, token: string): PlexRequest =>
  withToken(sender, token, '/api/v2/devices');
