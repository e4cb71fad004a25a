// Pure: the pin of the API before version 2. Clients match these elements by regular expressions, so the format is
// exact: no additional attributes, and the first `<code>` is the pin's.
import type { Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { WireResponse } from '../constants/messages.ts';
import { plexErrors, type PlexError, type PlexFormat } from '../constants/plex.ts';
import { writeXml, type XmlElement } from '../xml/xml.ts';

/** An XML response, not cacheable. */
export const presentXml = (status: number, root: XmlElement): WireResponse => ({
  status,
  headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'no-store' },
  body: writeXml(root),
});

/** A JSON response, not cacheable. */
export const presentJson = (status: number, value: unknown): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

/** The account that redeemed the pin. */
export interface ClaimedBy {
  readonly token: string;
  /** The account's number. */
  readonly userId: number;
}

/**
 * The pin response (wire 1.8).
 *
 * @param status 201 for a new pin, else 200
 * @param now in milliseconds since the epoch; `expires-at` of a redeemed pin is the time of the read
 * @param claimed null while the pin is pending
 */
export function presentPinV1(status: 200 | 201, pin: Pin, now: number, claimed: ClaimedBy | null): WireResponse {
  const expiresAt = new Date(claimed === null ? pin.expiresAt : now).toISOString().slice(0, 19);
  const nil = { nil: 'true' };
  const token: readonly XmlElement[] =
    claimed === null
      ? [
          { name: 'auth-token', attributes: { type: 'NilClass', ...nil } },
          { name: 'auth_token', attributes: nil, text: '' },
        ]
      : [
          { name: 'auth-token', text: claimed.token },
          { name: 'auth_token', text: claimed.token },
        ];
  const userId: XmlElement =
    claimed === null
      ? { name: 'user-id', attributes: { type: 'integer', ...nil } }
      : { name: 'user-id', attributes: { type: 'integer' }, text: String(claimed.userId) };
  const trusted = pin.state.at === 'redeemed' && pin.state.approval.trusted;
  return presentXml(status, {
    name: 'pin',
    children: [
      { name: 'client-identifier', text: pin.clientId },
      { name: 'code', text: pin.code },
      { name: 'expires-at', attributes: { type: 'dateTime' }, text: `${expiresAt}Z` },
      { name: 'id', attributes: { type: 'integer' }, text: pin.publicId },
      userId,
      { name: 'trusted', attributes: { type: 'boolean' }, text: String(trusted) },
      ...token,
    ],
  });
}

/** An error of the old API (wire 1.2). */
export function presentErrorV1(status: number, message: string, format: PlexFormat = 'xml'): WireResponse {
  if (format === 'json') return presentJson(status, { error: message });
  return presentXml(status, { name: 'errors', children: [{ name: 'error', text: message }] });
}

/** A missing token is 401, an invalid one 422 (wire 1.2). */
export function presentTokenProblemV1(problem: 'missing' | 'invalid', format: PlexFormat): WireResponse {
  if (problem === 'invalid') return presentErrorV1(422, 'Invalid token', format);
  return presentErrorV1(plexErrors.unauthenticated.status, plexErrors.unauthenticated.message, format);
}

const later = (response: WireResponse, seconds: number): WireResponse => ({
  ...response,
  headers: { ...response.headers, 'retry-after': String(seconds) },
});

/** Converts a refusal to an error of the old API. */
export function presentRefusalV1(refusal: Refusal, format: PlexFormat = 'xml'): WireResponse {
  const say = ({ status, message }: PlexError): WireResponse => presentErrorV1(status, message, format);
  switch (refusal.kind) {
    case 'not-found':
    case 'wrong-client':
    case 'wrong-key':
    case 'wrong-verifier':
    case 'expired':
    case 'settled':
      return say(plexErrors.pinGone);
    case 'not-allowed':
      return say(plexErrors.notForThisDevice);
    case 'over-budget':
      return later(say(plexErrors.rateLimit), refusal.retryAfter);
    case 'busy':
      return later(say(plexErrors.busy), refusal.retryAfter);
  }
}
