// What python-plexapi 4.18.1 does when it signs in by JWT (its MyPlexJWTLogin), call by call: no client identifier but in
// the headers, one device JWT for all polls, every key tried from the last, any status but 2xx an exception.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { aDevice, deviceClaims, type TestDevice } from '../support/device.ts';

/** A request as it goes over the wire. */
export type Send = (request: Request) => Promise<Response>;

/** The client, before it has asked for anything. */
export interface PythonLogin {
  readonly device: TestDevice;
  /** Asks for a pin and signs the device JWT that it polls with from then on. Gives the code. */
  run(): Promise<string>;
  /** One poll: true once there is a token. Throws where python would. */
  checkLogin(): Promise<boolean>;
  /** Gives the key to the device of a token of the old kind. */
  registerDevice(token: string): Promise<void>;
  /** Has the JWT renewed, and verifies what comes. */
  refreshJWT(): Promise<string>;
  /** The payload of the JWT, if it is one. */
  decodedJWT(): Promise<Readonly<Record<string, unknown>>>;
  jwtToken(): string | null;
}

/**
 * @param server where clients.plex.tv would be
 * @param now the time, in milliseconds since the epoch
 */
export function pythonLogin(server: string, send: Send, clientIdentifier: string, now: () => number): PythonLogin {
  const device = aDevice(`python ${clientIdentifier}`);
  let pinId = 0;
  let clientJwt = '';
  let jwtToken: string | null = null;

  const query = async (
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<unknown> => {
    const headers = {
      'X-Plex-Platform': 'Linux',
      'X-Plex-Platform-Version': '6.1',
      'X-Plex-Provides': 'controller',
      'X-Plex-Product': 'PlexAPI',
      'X-Plex-Version': '4.18.1',
      'X-Plex-Device': 'Linux',
      'X-Plex-Device-Name': 'desk',
      'X-Plex-Client-Identifier': clientIdentifier,
      'X-Plex-Language': 'en',
      'X-Plex-Sync-Version': '2',
      'X-Plex-Features': 'external-media',
      Accept: 'application/json',
      ...more,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    };
    const sent = body === undefined ? null : JSON.stringify(body);
    const response = await send(new Request(`${server}/api/v2/${path}`, { method, headers, body: sent }));
    // `requests` has no name for 498, so there python falls over its own error message.
    if (response.status === 498) throw new TypeError("'NoneType' object is not subscriptable");
    if (!response.ok) throw new Error(`(${response.status}) ${await response.text()}`);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('application/json') === true;
    return isJson && text !== '' ? JSON.parse(text) : undefined;
  };
  const member = (value: unknown, name: string): unknown => (value as Record<string, unknown>)[name];

  const encodeClientJwt = async (): Promise<string> => {
    const nonce = String(member(await query('GET', 'auth/nonce'), 'nonce'));
    const scope = 'username,email,friendly_name,restricted,anonymous,joinedAt';
    return device.sign({ ...deviceClaims(nonce, clientIdentifier, now()), scope });
  };

  const login: PythonLogin = {
    device,
    async run() {
      const pin = await query('POST', 'pins', { jwk: device.jwk });
      pinId = Number(member(pin, 'id'));
      clientJwt = await encodeClientJwt();
      return String(member(pin, 'code'));
    },
    async checkLogin() {
      const pin = await query('GET', `pins/${pinId}?${new URLSearchParams({ deviceJWT: clientJwt })}`);
      const token = member(pin, 'authToken');
      if (typeof token !== 'string' || token === '') return false;
      jwtToken = token;
      return true;
    },
    async registerDevice(token) {
      await query('POST', 'auth/jwk', { jwk: device.jwk }, { 'X-Plex-Token': token });
    },
    async refreshJWT() {
      clientJwt = await encodeClientJwt();
      jwtToken = String(member(await query('POST', 'auth/token', { jwt: clientJwt }), 'auth_token'));
      const { thumbprint, exp } = await login.decodedJWT();
      assert.equal(thumbprint, device.jwk.kid);
      assert.ok(Number(exp) > now() / 1000 + 86_400);
      return jwtToken;
    },
    async decodedJWT() {
      const [head = '', body = '', signature = ''] = (jwtToken ?? '').split('.');
      const keys = member(await query('GET', 'auth/keys'), 'keys') as readonly object[];
      const fits = (jwk: object): boolean =>
        verify(
          null,
          Buffer.from(`${head}.${body}`),
          createPublicKey({ key: jwk as never, format: 'jwk' }),
          Buffer.from(signature, 'base64url'),
        );
      assert.ok(keys.toReversed().some(fits), 'no key fits the signature');
      const deviceInfo = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
      for (const name of ['aud', 'iss', 'exp', 'iat', 'thumbprint']) assert.ok(name in deviceInfo, name);
      assert.equal(deviceInfo['iss'], 'plex.tv');
      assert.ok([deviceInfo['aud']].flat().some((one) => one === 'plex.tv' || one === clientIdentifier));
      assert.ok(Number(deviceInfo['iat']) <= now() / 1000 && now() / 1000 < Number(deviceInfo['exp']));
      return deviceInfo;
    },
    jwtToken: () => jwtToken,
  };
  return login;
}
