// Valid text of each grammar, to begin from.
import { createHash } from 'node:crypto';
import { aDevice, deviceClaims } from '../support/device.ts';

const device = aDevice('fuzz');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const url64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const hash = createHash('sha256').update('x').digest('base64url');

export const codes = [
  'AB0D',
  'ab-0d',
  'WDJB-MJHT',
  'ＷＤＪＢ',
  'm6mijjn177ut0qaz02b9iedof',
  'O I 1 0',
  '123-456-789',
  '',
];
export const ids = ['1', '0', '1234567890', '2147483647', '-1', '1.0', '1e3', '01', 'link', 'qr', '00000000001'];
export const names = ['Living room', 'TV of Zoë', '客厅', '<b>', 'a'.repeat(200), ''];

/** JSON Web Signatures: of a device, DPoP proofs, nonsense that looks like some. */
export const tokens = [
  device.sign({ ...deviceClaims('nonce', 'shield', 1_795_262_400_000) }),
  device.sign(
    { jti: 'x', htm: 'POST', htu: 'http://127.0.0.1:4747/oauth/token', iat: 1_795_262_400 },
    { typ: 'dpop+jwt', jwk: device.jwk },
  ),
  `${url64({ alg: 'none' })}.${url64({ iss: 'tv', sub: 'tv', aud: 'http://127.0.0.1:4747', exp: 2e9, jti: '1' })}.`,
  `${url64({ alg: 'HS256', kid: '../../etc/passwd', crit: ['x'] })}.${url64([])}.AA`,
  `${url64({ alg: 'EdDSA', jwk: { kty: 'OKP', crv: 'Ed25519', x: '' } })}.e30.AA`,
  'lpa_abc',
  'lpr_abc',
  'a.b.c',
  '..',
  hash,
];

export const uris = [
  'https://api.example/x',
  'http://[::1]/',
  'urn:x:y',
  'javascript:alert(1)',
  '//evil.example',
  'https://a@b/',
  '',
];

const pair = (name: string, values: readonly string[]): string[] =>
  values.map((value) => `${name}=${encodeURIComponent(value)}`);

export const forms = [
  'client_id=tv&scope=watch+record&resource=https%3A%2F%2Fapi.example',
  `grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=${hash}&client_id=tv`,
  `grant_type=refresh_token&refresh_token=lpr_${hash}&client_id=tv&scope=watch`,
  `client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=${tokens[2]}`,
  `token=${hash}&token_type_hint=refresh_token&client_id=api&client_secret=the+secret`,
  'login=ada&password=correct%20horse&rememberMe=true',
  'user%5Blogin%5D=ada&user%5Bpassword%5D=correct%20horse',
  'strong=true&X-Plex-Client-Identifier=cid&X-Plex-Product=Player',
  'code=AB0D&clientID=cid&forwardUrl=https%3A%2F%2Fapp.example%2Fback&context%5Bdevice%5D%5Bproduct%5D=P',
  't=ticket&answer=yes&mine=on&approver=on&scope=watch&number=42',
  ...pair('code', codes),
  ...pair('name', names),
];

export const jsons = [
  JSON.stringify({ jwk: device.jwk, strong: true }),
  JSON.stringify({ jwt: tokens[0] }),
  JSON.stringify({ login: 'ada', password: 'correct horse', user: { login: 'a', password: 'b' } }),
  JSON.stringify({ client_name: 'Radio', grant_types: ['refresh_token'], scope: 'listen', redirect_uris: [] }),
  JSON.stringify({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [device.jwk] } }),
  JSON.stringify({ code: 'AB0D', name: 'x', strong: 'true' }),
  '{"__proto__":{"strong":true},"constructor":1}',
  `${'['.repeat(500)}${']'.repeat(500)}`,
  '[]',
  'null',
  '""',
];

export const headers: Readonly<Record<string, readonly string[]>> = {
  authorization: [
    `Basic ${base64('tv:secret')}`,
    `Basic ${base64('t%3Av:se%20cret')}`,
    'Basic =',
    `Bearer ${hash}`,
    `DPoP ${tokens[1]}`,
    'Bearer',
  ],
  dpop: [tokens[1] ?? ''],
  host: ['127.0.0.1:4747', 'localhost', '[::1]:80', 'evil.example', '127.0.0.1.evil', 'a:99999', '[', ''],
  forwarded: [
    'for=192.0.2.1;proto=https',
    'for="[2001:db8::1]:4711", for=unknown',
    'For=_x;by="a\\"b"',
    'for=1.2.3.4:80',
  ],
  'x-forwarded-for': [
    '192.0.2.1',
    '192.0.2.1, 127.0.0.1',
    '2001:db8::1',
    '[2001:db8::1]:80',
    '1.2.3.4:5',
    'unknown',
    ',',
  ],
  accept: ['application/json', 'application/xml;q=0.9, */*', 'application/json;q=0', 'text/html', '*/*;q=x'],
  'content-type': [
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-8',
    'application/json',
    'multipart/form-data; boundary=x',
    'text/xml',
  ],
  prefer: ['wait=25', 'wait=0', 'respond-async, wait=10', 'wait="5"', 'wait=99999999999', 'wait=-1', 'WAIT = 3;x=y'],
  'accept-language': [
    'ar',
    'de-AT,de;q=0.9,en;q=0.8',
    '*;q=0.5, fr;q=0, es;q=1.000',
    'en;q=2, de;q=x;q=1, ar;;q=0.1,,',
  ],
  'user-agent': [
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1',
    'speakeasy-sdk/typescript 0.7.0 2.0.0 0.0.3 plexjs',
    'speakeasy-sdk/typescript 0.18.0-beta.1 2.349.6 0.0.3 plexjs',
    'PMS/1.0',
  ],
  cookie: ['linkpin-4747=abc', '__Host-linkpin=abc; a=b', 'linkpin-4747="x"; linkpin-4747=y', '=;=', 'a'],
  origin: ['http://127.0.0.1:4747', 'null', 'https://evil.example'],
  'sec-fetch-site': ['same-origin', 'cross-site', 'none'],
  'access-control-request-headers': ['x-plex-token, x-plex-product', 'a'.repeat(300), ','],
  'x-plex-client-identifier': ['cid-1', 'com.plexapp.android', 'ü'],
  'x-plex-token': [hash.slice(0, 20), tokens[0] ?? ''],
  'x-plex-product': names,
  'x-plex-device-name': names,
  'linkpin-ask': ['approver', 'x'],
  'if-none-match': ['"x"', 'W/"y", *'],
};
