// Every way to get in, told in two halves, so that something may happen in between.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Person } from '../harness/person.ts';
import { aDevice, deviceClaims } from '../support/device.ts';

/** What a journey has to walk with. */
export interface Ground {
  /** The service, as it is now. */
  url(): string;
  /** Ada's browser, which is signed in. */
  readonly ada: Person;
  readonly password: string;
  /** A path of a link that the operator made, with its secret. */
  makeLink(kind: 'invite' | 'reset'): Promise<string>;
  /** Notes a secret. */
  keep(name: string, secret: string): void;
}

/** Begins, and tells how to go on. */
export type Journey = (ground: Ground) => Promise<() => Promise<void>>;

type Members = Readonly<Record<string, unknown>>;

const json = { accept: 'application/json' };

async function ask(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Members> {
  const isForm = body instanceof URLSearchParams;
  const response = await fetch(new URL(path, url), {
    method,
    headers: { ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text.startsWith('{') ? (JSON.parse(text) as Members) : { text };
}

const device = (): Record<string, string> => ({
  ...json,
  'x-plex-client-identifier': randomUUID(),
  'x-plex-product': 'Living Room',
});

const weak: Journey = async ({ url, ada, keep }) => {
  const headers = device();
  const { id, code } = await ask(url(), 'POST', '/api/v2/pins', headers);
  keep('weak code', String(code));
  return async () => {
    assert.equal((await ada.answer(String(code), 'yes')).path, '/done');
    const { authToken } = await ask(url(), 'GET', `/api/v2/pins/${String(id)}?code=${String(code)}`, headers);
    keep('plex token', String(authToken));
    await ask(url(), 'GET', '/api/v2/user', { ...json, 'x-plex-token': String(authToken) });
    await ask(url(), 'GET', `/api/v2/user?X-Plex-Token=${String(authToken)}`, json);
  };
};

const strong: Journey = async ({ url, ada, keep }) => {
  const headers = device();
  const { id, code } = await ask(url(), 'POST', '/api/v2/pins?strong=true', headers);
  keep('strong code', String(code));
  const clientID = headers['x-plex-client-identifier'] ?? '';
  const between = await ada.fillIn(await ada.get('/auth'), { code: String(code), clientID, forwardUrl: '' });
  const question = await ada.fillIn(between, {}, '/continue');
  assert.equal(question.path, '/pin');
  keep(
    'ticket',
    question.forms.find(({ names }) => names.has('answer'))?.given.find(([name]) => name === 't')?.[1] ?? '',
  );
  return async () => {
    assert.equal((await ada.fillIn(question, { mine: 'on', answer: 'yes' })).path, '/done');
    const { authToken } = await ask(url(), 'GET', `/api/v2/pins/${String(id)}`, headers);
    keep('plex token of a strong code', String(authToken));
  };
};

const old: Journey = async ({ url, ada, keep }) => {
  const { accept: _, ...headers } = device();
  const { text } = await ask(url(), 'POST', '/pins.xml', headers);
  const [, code = ''] = /<code>(\w+)<\/code>/.exec(String(text)) ?? [];
  const [, id = ''] = /<id[^>]*>(\d+)<\/id>/.exec(String(text)) ?? [];
  keep('old code', code);
  return async () => {
    await ada.answer(code, 'yes');
    const read = await ask(url(), 'GET', `/pins/${id}.xml`, headers);
    const [, token = ''] = /<auth_token>([^<]+)<\/auth_token>/.exec(String(read['text'])) ?? [];
    assert.notEqual(token, '');
    keep('plex token of the old API', token);
  };
};

const keyed: Journey = async ({ url, ada, keep }) => {
  const [headers, key] = [device(), aDevice(randomUUID())];
  const { id, code } = await ask(url(), 'POST', '/api/v2/pins', headers, { jwk: key.jwk, strong: true });
  keep('code of a pin with a key', String(code));
  await ada.answer(String(code), 'yes');
  return async () => {
    const { nonce } = await ask(url(), 'GET', '/api/v2/auth/nonce', headers);
    const jwt = key.sign(deviceClaims(String(nonce), headers['x-plex-client-identifier'] ?? '', Date.now()));
    keep('device JWT', jwt);
    const { authToken } = await ask(url(), 'GET', `/api/v2/pins/${String(id)}?deviceJWT=${jwt}`, headers);
    keep('plex JWT', String(authToken));
    await ask(url(), 'GET', '/api/v2/user', { ...headers, 'x-plex-token': String(authToken) });
  };
};

const exchange = (url: string, body: Record<string, string>, headers: Record<string, string> = {}): Promise<Members> =>
  ask(url, 'POST', '/oauth/token', headers, new URLSearchParams({ client_id: 'tv', ...body }));

async function beginOAuth(
  { url, keep }: Ground,
  name: string,
): Promise<{ readonly code: string; readonly deviceCode: string }> {
  const { user_code: code, device_code: deviceCode } = await ask(
    url(),
    'POST',
    '/oauth/device_authorization',
    json,
    new URLSearchParams({ client_id: 'tv' }),
  );
  keep(`user code ${name}`, String(code));
  keep(`device code ${name}`, String(deviceCode));
  return { code: String(code), deviceCode: String(deviceCode) };
}

const grant = 'urn:ietf:params:oauth:grant-type:device_code';

const oauth: Journey = async (ground) => {
  const { url, ada, keep } = ground;
  const { code, deviceCode } = await beginOAuth(ground, 'with refreshing');
  await ada.answer(code, 'yes');
  return async () => {
    const first = await exchange(url(), { grant_type: grant, device_code: deviceCode });
    keep('access token', String(first['access_token']));
    keep('refresh token', String(first['refresh_token']));
    const next = await exchange(url(), { grant_type: 'refresh_token', refresh_token: String(first['refresh_token']) });
    keep('second access token', String(next['access_token']));
    keep('second refresh token', String(next['refresh_token']));
  };
};

const dpop: Journey = async (ground) => {
  const { url, ada, keep } = ground;
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const { code, deviceCode } = await beginOAuth(ground, 'with a key');
  return async () => {
    await ada.answer(code, 'yes');
    const target = `${url()}/oauth/token`;
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const head = part({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } });
    const input = `${head}.${part({ jti: randomUUID(), htm: 'POST', htu: target, iat: Math.floor(Date.now() / 1000) })}`;
    const signed = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, Buffer.from(input));
    const proof = `${input}.${Buffer.from(signed).toString('base64url')}`;
    keep('DPoP proof', proof);
    const tokens = await exchange(url(), { grant_type: grant, device_code: deviceCode }, { dpop: proof });
    assert.equal(tokens['token_type'], 'DPoP');
    keep('key-bound access token', String(tokens['access_token']));
    keep('key-bound refresh token', String(tokens['refresh_token']));
  };
};

const byPassword: Journey = async ({ url, password, keep }) => {
  const signIn = async (name: string): Promise<string> => {
    const body = new URLSearchParams({ login: 'ada', password });
    const token = String((await ask(url(), 'POST', '/api/v2/users/signin', device(), body))['authToken']);
    keep(name, token);
    return token;
  };
  const token = await signIn('plex token by password');
  return async () => {
    await ask(url(), 'GET', '/api/v2/user', { ...json, 'x-plex-token': token });
    await signIn('plex token by password, after');
  };
};

/** The secret of a link: all that stands in its query. */
const secretOf = (path: string): string => /[?&](?:key|invite)=([^&]+)/.exec(path)?.[1] ?? '';

const invited: Journey = async ({ url, makeLink, keep }) => {
  const path = await makeLink('invite');
  keep('invite', secretOf(path));
  return async () => {
    const browser = new Person(url());
    const [username, password] = ['grace', 'a bridge of sighs and whistles'];
    keep('password of the invited', password);
    const page = await browser.fillIn(await browser.get(path), { username, password });
    assert.equal(page.status, 200, page.html);
    assert.notEqual(page.path, '/signup');
    keep('session of the invited', /=([^;]+)/.exec(browser.cookie)?.[1] ?? '');
  };
};

const reset: Journey = async ({ url, makeLink, keep }) => {
  const path = await makeLink('reset');
  keep('reset link', secretOf(path));
  return async () => {
    const browser = new Person(url());
    const password = 'nine new lanterns at noon';
    keep('password after the reset', password);
    const page = await browser.fillIn(await browser.get(path), { password });
    assert.equal(page.status, 200, page.html);
    assert.notEqual(page.path, '/reset');
  };
};

export const journeys: Readonly<Record<string, Journey>> = {
  'a weak code, typed': weak,
  'a strong code, in a link': strong,
  'the old API': old,
  'a pin with a device key': keyed,
  'OAuth, with refreshing': oauth,
  'OAuth, with a key': dpop,
  'a password over the API': byPassword,
  'an invite': invited,
  'a reset link': reset,
};
