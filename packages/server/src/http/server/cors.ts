import type { WireResponse } from '../../protocols/constants/messages.ts';

/** Any page may call the API and read its answers, never with the browser's credentials (wire S12). */
export const openToAll: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
  'access-control-expose-headers':
    'DPoP-Nonce, Linkpin-Outcome, Linkpin-Opened, Linkpin-Wait, Preference-Applied, Retry-After, WWW-Authenticate, X-Request-Id',
};

/** No page of another origin may read the answers. */
export const closedToPages: Readonly<Record<string, string>> = { 'x-content-type-options': 'nosniff' };

/** The response to a preflight: every method, and whatever headers it asked for. */
export function presentPreflight(askedHeaders: string | undefined): WireResponse {
  const headers: Record<string, string> = {
    ...openToAll,
    'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
    'access-control-max-age': '7200',
    vary: 'Access-Control-Request-Headers',
  };
  if (askedHeaders !== undefined && /^[\w!#$%&'*+.^`|~, -]{1,4096}$/.test(askedHeaders)) {
    headers['access-control-allow-headers'] = askedHeaders;
  }
  return { status: 204, headers, body: null };
}
