// An exchange as people read it, without what would let them in. No I/O.
import type { Came, Exchange, Sent } from './exchange.ts';

/** Parameters that are secrets, and the variables that stand for them in a line of curl. */
const secretFields: Readonly<Record<string, string>> = {
  client_secret: '$CLIENT_SECRET',
  client_assertion: '$CLIENT_ASSERTION',
  device_code: '$DEVICE_CODE',
  refresh_token: '$REFRESH_TOKEN',
  'x-plex-token': '$X_PLEX_TOKEN',
};

const secretHeaders: Readonly<Record<string, string>> = {
  authorization: '$AUTHORIZATION',
  cookie: '$COOKIE',
  'x-plex-token': '$X_PLEX_TOKEN',
};

const single = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const variable = (before: string, name: string): string => `"${before}${name}"`;

function field(pair: string): string {
  const at = pair.indexOf('=');
  const name = at < 0 ? pair : pair.slice(0, at);
  const secret = secretFields[decodeURIComponent(name).toLowerCase()];
  return `-d ${secret === undefined ? single(pair) : variable(`${name}=`, secret)}`;
}

function bodyParts({ body, headers }: Sent): readonly string[] {
  if (body === null) return [];
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (!isForm || body === '') return [`--data-binary ${single(body)}`];
  // A page's form holds tickets and tokens of a person's session.
  if (headers['cookie'] !== undefined) return ['-d "$FORM"'];
  return body.split('&').map(field);
}

/** The request as a line of curl for a shell; secrets are variables. */
function curlLine(sent: Sent): string {
  const { method, url, headers } = sent;
  const heads = Object.entries(headers)
    .filter(([name]) => name !== 'user-agent' && (name !== 'content-type' || sent.body !== null))
    .map(([name, value]) => {
      const secret = secretHeaders[name];
      return `-H ${secret === undefined ? single(`${name}: ${value}`) : variable(`${name}: `, secret)}`;
    });
  const verb = method === 'GET' ? [] : [`-X ${method}`];
  return ['curl -i', ...verb, ...heads, ...bodyParts(sent), single(withoutSecrets(url))].join(' ');
}

const withoutSecrets = (url: string): string => url.replaceAll(/([?&](?:x-plex-token|t|token)=)[^&#]*/gi, '$1…');

const secretMembers = /"(access_token|refresh_token|id_token|device_code|authToken|auth_token|token)"\s*:\s*"[^"]*"/g;
const secretAttributes = /\b(authToken|authenticationToken)="[^"]+"/g;

/** The most of a body that is shown, in characters. */
const longest = 600;

/** The response in a few lines; tokens and device codes are left out, and so are pages. */
function shownResponse({ status, headers, body }: Came): string {
  const type = headers.get('content-type') ?? '';
  const head = [
    `HTTP ${status}`,
    ...[...headers].filter(([name]) => shownHeaders.has(name)).map((pair) => pair.join(': ')),
  ];
  if (body === '' || type.startsWith('text/html')) return head.join('\n');
  const text = body.replaceAll(secretMembers, '"$1":"…"').replaceAll(secretAttributes, '$1="…"');
  return [...head, text.length > longest ? `${text.slice(0, longest)}…` : text].join('\n');
}

const shownHeaders: ReadonlySet<string> = new Set([
  'content-type',
  'cache-control',
  'www-authenticate',
  'retry-after',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-allow-credentials',
  'content-security-policy',
  'x-frame-options',
  'referrer-policy',
  'cross-origin-opener-policy',
]);

/** An exchange for a report. */
export const shownExchange = ({ sent, came }: Exchange): { readonly curl: string; readonly response: string } => ({
  curl: curlLine(sent),
  response: shownResponse(came),
});
