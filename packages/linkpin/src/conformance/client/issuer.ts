// The scripted issuer: metadata, one device authorization, and the answers to polls. No I/O.
import { json, type Answer, type Heard, type Scenario } from './scenario.ts';

/** The client that the server knows. */
export const clientId = 'linkpin-conformance';
export const deviceCode = 'dc-Zk3vN8mQpX2rT7wY1bLs5hJd';
export const userCode = 'WDJB-MJHT';
const accessToken = 'at-9f2LwQx7Rk4Vb8Nz';
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

export const devicePath = '/oauth/device';
export const tokenPath = '/oauth/token';

export const error = (name: string, status = 400): Answer =>
  json(status, { error: name, error_description: 'as scripted' });
export const pending: Answer = error('authorization_pending');
export const tokens: Answer = json(200, {
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: 3600,
  unheard_of: { x: 1 },
});

export const isToken = (answer: Answer): boolean => answer === tokens;

/** The scripted issuer: metadata, one device authorization, and the answers to polls in turn, the last one for ever. */
export function script(
  polls: readonly Answer[],
  device: Readonly<Record<string, unknown>> | Answer = {},
): Scenario['answer'] {
  return ({ method, path, headers }, earlier) => {
    const issuer = `http://${headers['host'] ?? '127.0.0.1'}`;
    if (path.startsWith('/.well-known/')) return json(200, metadataOf(issuer));
    if (method !== 'POST') return json(404, { error: 'invalid_request' });
    if (path === devicePath) {
      return 'kind' in device ? (device as Answer) : json(200, { ...authorization(issuer), ...device });
    }
    if (path !== tokenPath) return json(404, { error: 'invalid_request' });
    const { length } = pollsIn(earlier);
    return polls[Math.min(length, polls.length - 1)] ?? pending;
  };
}

const metadataOf = (issuer: string): object => ({
  issuer,
  device_authorization_endpoint: `${issuer}${devicePath}`,
  token_endpoint: `${issuer}${tokenPath}`,
  response_types_supported: ['code'],
  grant_types_supported: [deviceGrant],
  token_endpoint_auth_methods_supported: ['none'],
});

const verificationUri = (issuer: string): string => `${issuer}/device`;

const authorization = (issuer: string): object => ({
  device_code: deviceCode,
  user_code: userCode,
  verification_uri: verificationUri(issuer),
  verification_uri_complete: `${verificationUri(issuer)}?user_code=${userCode}`,
  expires_in: 600,
  interval: 1,
  unheard_of: ['ignored'],
});

export const pollsIn = (requests: readonly Heard[]): readonly Heard[] =>
  requests.filter(({ method, path }) => method === 'POST' && path === tokenPath);

export const asksIn = (requests: readonly Heard[]): readonly Heard[] =>
  requests.filter(({ method, path }) => method === 'POST' && path === devicePath);
