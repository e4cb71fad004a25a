// GitHub's device flow, as https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps has it
// under "Device flow" and "Error codes for the device flow".
import { errorOf, type Quirks, type Reply } from './quirks.ts';

const help = 'https://docs.github.com/developers/apps/authorizing-oauth-apps#error-codes-for-the-device-flow';

/** GitHub's word for an error of the service, and its sentence. */
const errors: Readonly<Record<string, readonly [error: string, description: string]>> = {
  authorization_pending: ['authorization_pending', 'The authorization request is still pending.'],
  slow_down: ['slow_down', 'Too many requests have been made in the same timeframe.'],
  expired_token: ['expired_token', 'The device_code has expired.'],
  access_denied: ['access_denied', 'The authorization request was denied.'],
  invalid_grant: ['incorrect_device_code', 'The device_code provided is not valid.'],
  invalid_client: ['incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.'],
  unsupported_grant_type: ['unsupported_grant_type', 'The grant type is not supported.'],
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** An error: GitHub says it with status 200. */
function refused(answer: Reply, more: Reply['body'] = {}): Reply {
  const error = errorOf(answer) ?? 'server_error';
  const [name, description] = errors[error] ?? [error, text(answer.body['error_description'])];
  return { status: 200, body: { error: name, error_description: description, error_uri: help, ...more } };
}

/** Its scopes are separated by commas. */
const commas = (scope: unknown): string => text(scope).replaceAll(' ', ',');

/** It is no OpenID issuer. */
const scopesIn = (scope: string): string =>
  scope
    .split(/[ ,]+/)
    .filter((one) => one !== 'openid')
    .join(' ');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** GitHub. */
export const github: Quirks = {
  devicePath: '/login/device/code',
  tokenPath: '/login/oauth/access_token',
  page: '/login/device',
  documents: () => ({}),
  refusal: () => undefined,
  toService: ({ scope, ...asked }) => ({ ...asked, ...(scope === undefined ? {} : { scope: scopesIn(scope) }) }),
  code(answer, page) {
    // Of a client that it does not know it says no more than that.
    if (errorOf(answer) === 'invalid_client') return { status: 404, body: { error: 'Not Found' } };
    if (errorOf(answer) !== undefined) return refused(answer);
    const { device_code, user_code, expires_in, interval } = answer.body;
    return { status: 200, body: { device_code, user_code, verification_uri: page, expires_in, interval } };
  },
  token(answer, _asked, interval) {
    const error = errorOf(answer);
    if (error !== undefined) return refused(answer, error === 'slow_down' ? { interval } : {});
    const { access_token, scope } = answer.body;
    return { status: 200, body: { access_token, token_type: 'bearer', scope: commas(scope) } };
  },
  trouble: (kind) =>
    kind === 'rate-limited'
      ? { status: 429, body: { message: 'You have exceeded a secondary rate limit.', documentation_url: help } }
      : { status: 500, body: { message: 'Server Error' } },
  write(body, accept) {
    if (accept.includes('application/json')) return undefined;
    const texts = Object.entries(body).map(([name, value]) => [name, String(value)] as const);
    if (!accept.includes('application/xml')) {
      return [
        'application/x-www-form-urlencoded; charset=utf-8',
        new URLSearchParams(texts.map(([...pair]) => pair)).toString(),
      ];
    }
    const elements = texts.map(([name, value]) => `<${name}>${escaped(value)}</${name}>`).join('');
    return ['application/xml; charset=utf-8', `<?xml version="1.0" encoding="UTF-8"?><OAuth>${elements}</OAuth>`];
  },
};
