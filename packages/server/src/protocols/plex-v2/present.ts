// Pure: converts results to responses.
import { repeatReadWindow, type Pin } from '../../domain/pin.ts';
import type { Refusal, SettledAs } from '../../domain/refusal.ts';
import { openedHeader, outcomeHeader, type OutcomeWord } from '../constants/linkpin.ts';
import type { WireResponse } from '../constants/messages.ts';
import { plexErrors, type PlexError, type PlexFormat, type PlexPin } from '../constants/plex.ts';
import { writeXml, type XmlElement } from '../xml/xml.ts';
import { countryOnly, locationOf } from './location.ts';

const headersOf = (contentType: string): WireResponse['headers'] =>
  Object.freeze({ 'content-type': contentType, 'cache-control': 'no-store' });

const headers: Readonly<Record<PlexFormat, WireResponse['headers']>> = {
  json: headersOf('application/json; charset=utf-8'),
  xml: headersOf('application/xml; charset=utf-8'),
};

const openedHeaders: typeof headers = {
  json: Object.freeze({ ...headers.json, [openedHeader]: '1' }),
  xml: Object.freeze({ ...headers.xml, [openedHeader]: '1' }),
};

/** A response in either format, not cacheable. */
export function presentBody(status: number, format: PlexFormat, json: unknown, xml: XmlElement): WireResponse {
  return {
    status,
    headers: headers[format],
    body: format === 'json' ? JSON.stringify(json) : writeXml(xml),
  };
}

/** A 2xx response without a body. */
export const nothing: WireResponse = {
  status: 204,
  headers: Object.freeze({ 'cache-control': 'no-store' }),
  body: null,
};

/** Adds headers to a response. */
export function withHeaders(response: WireResponse, headers: Readonly<Record<string, string>>): WireResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** An error of the catalogue; the body repeats the status, which one client needs (wire S11). */
export function presentError(error: PlexError, format: PlexFormat): WireResponse {
  const { code, status, message } = error;
  const entry = { code, message, status };
  return presentBody(
    status,
    format,
    { errors: [entry] },
    { name: 'errors', children: [{ name: 'error', attributes: entry }] },
  );
}

const outcomeOf: Readonly<Record<SettledAs, OutcomeWord>> = {
  approved: 'taken',
  denied: 'denied',
  cancelled: 'cancelled',
  redeemed: 'taken',
};

const gone = (format: PlexFormat, outcome: OutcomeWord): WireResponse =>
  withHeaders(presentError(plexErrors.pinGone, format), { [outcomeHeader]: outcome });

const later = (error: PlexError, format: PlexFormat, seconds: number): WireResponse =>
  withHeaders(presentError(error, format), { 'retry-after': String(seconds) });

/** Converts a refusal to a plex error. The body never says how a pin ended; a header does, to the pin's client. */
export function presentRefusal(refusal: Refusal, format: PlexFormat): WireResponse {
  switch (refusal.kind) {
    case 'not-found':
    case 'wrong-client':
    case 'wrong-key':
    case 'wrong-verifier':
      return presentError(plexErrors.pinGone, format); // wire S9, S11
    case 'expired':
      return gone(format, 'expired');
    case 'settled':
      return gone(format, outcomeOf[refusal.as]);
    case 'not-allowed':
      return presentError(plexErrors.notForThisDevice, format);
    case 'over-budget':
      return later(plexErrors.rateLimit, format, refusal.retryAfter);
    case 'busy':
      return later(plexErrors.busy, format, refusal.retryAfter);
  }
}

/** The context of a pin response. */
export interface PinSurroundings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The service's URL without a trailing slash. */
  readonly baseUrl: string;
  /** The token, if it is being redeemed. */
  readonly token: string | null;
  /** Report the approver's country instead of the requester's place after redemption. */
  readonly approverPlace: boolean;
}

/** Converts a pin to the twelve members of a plex pin. */
export function plexPinOf(pin: Pin, { now, baseUrl, token, approverPlace }: PinSurroundings): PlexPin {
  const redeemed = pin.state.at === 'redeemed' ? pin.state : null;
  const expiresAt = redeemed === null ? pin.expiresAt : redeemed.redeemedAt + repeatReadWindow.plex; // wire S10
  const place = redeemed !== null && approverPlace ? countryOnly(redeemed.approval.place) : pin.requester.place;
  return {
    id: Number(pin.publicId),
    code: pin.code,
    product: pin.requester.deviceInfo.product ?? '0', // wire S15
    trusted: redeemed?.approval.trusted ?? false,
    qr: `${baseUrl}/api/v2/pins/qr/${pin.code}`,
    clientIdentifier: pin.clientId,
    location: locationOf(place),
    expiresIn: Math.ceil((expiresAt - now) / 1000),
    createdAt: pin.createdAt,
    expiresAt,
    authToken: redeemed === null ? null : token,
    newRegistration: redeemed?.approval.newRegistration ?? null,
  };
}

/** Formats a time as `2026-06-24T16:13:31Z` (wire S14). */
export const jsonTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Formats a time as `2026-06-24 16:13:31 UTC` (wire S14). */
const xmlTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/**
 * The pin response.
 *
 * @param status 201 for a new pin, else 200 (wire S1)
 * @param opened whether a person has opened it, which our own client can show
 */
export function presentPin(status: 200 | 201, pin: PlexPin, format: PlexFormat, opened: boolean): WireResponse {
  const { location, ...members } = pin;
  const xml = { ...members, createdAt: xmlTime(pin.createdAt), expiresAt: xmlTime(pin.expiresAt) };
  const response = presentBody(
    status,
    format,
    { ...pin, createdAt: jsonTime(pin.createdAt), expiresAt: jsonTime(pin.expiresAt) },
    { name: 'pin', attributes: xml, children: [{ name: 'location', attributes: { ...location } }] },
  );
  return opened ? { ...response, headers: openedHeaders[format] } : response;
}
