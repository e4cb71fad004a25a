import { type SigningKey, type PublicJwk, signCompact } from './jws.ts';
import { badOption } from './errors.ts';
import { type Answer, type Fetch, ordinaryTimeout, send } from './http.ts';
import { asInteger, asText, notThe, readBody } from './lenient.ts';
import { isFine, plexError } from './plex-answer.ts';
import { type PlexClient, createPlexClient } from './plex-client.ts';
import type { FetchResponse } from './platform.ts';
import { fitsHeader, plexRequest } from './plex-request.ts';
import { type PlexClientOptions, readPlexOptions } from './plex-setting.ts';

/** Options of a client with a key. The default `server` is `https://clients.plex.tv`. */
export interface PlexKeyClientOptions extends PlexClientOptions {
  /** The result of `createDeviceKey`: Ed25519, one per server. */
  readonly key: SigningKey;
  /** The account information in the token, separated by commas. Default: `username,email,friendly_name`. */
  readonly scope?: string | undefined;
}

/** A plex client with a device key: its tokens are JWTs valid for seven days, which only the key's holder can fetch. */
export interface PlexKeyClient extends PlexClient {
  /**
   * Registers the key for a device that is signed in with an opaque token. The next `exchange` ends that token.
   *
   * @throws LinkpinClientError `bad_option` if the text is not a token; `refused` with status 422 if the key is already
   *   registered
   */
  readonly register: (token: string) => Promise<void>;
  /** Fetches a new token for the key; earlier ones may end. Concurrent calls share a request. */
  readonly exchange: () => Promise<string>;
  /** Returns the same token if it is valid for another day, else a new one. */
  readonly keepFresh: (token: string) => Promise<string>;
  /** Fetches the keys that the server signs tokens with. */
  readonly keys: () => Promise<readonly PublicJwk[]>;
}

// In milliseconds. A device JWT is valid for five minutes; one of them is reserved for delays and clock differences.
const proofLife = 240_000;

const day = 86_400_000;

// Expiry of a JWT in milliseconds since the epoch; 0 for any other token.
const endOf = (token: string): number => {
  try {
    const claims = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    return (asInteger(readBody(atob(claims))['exp']) ?? 0) * 1000;
  } catch {
    return 0;
  }
};

/**
 * Creates a client for plex.tv or a linkpin server that signs in with a key.
 *
 * @throws LinkpinClientError `bad_option` as `createPlexClient` does, and if the key is not Ed25519
 */
export const createPlexKeyClient = (options: PlexKeyClientOptions): PlexKeyClient => {
  const { key, scope = 'username,email,friendly_name', server = 'https://clients.plex.tv' } = options;
  if (key.alg !== 'EdDSA') throw badOption('key is not Ed25519');
  const { sender, line } = readPlexOptions({ ...options, server });
  const { clock } = line;
  const kid = key.thumbprint;
  const jwk = { ...key.jwk, use: 'sig', alg: key.alg, kid };
  const json = { 'Content-Type': 'application/json' };

  const call = async (what: string, body?: object, more?: Record<string, string>): Promise<Answer> => {
    const { method, url, headers } = plexRequest(body ? 'POST' : 'GET', sender, `/api/v2/auth/${what}`);
    const request = {
      method,
      url,
      headers: { ...headers, ...json, ...more },
      ...(body && { body: JSON.stringify(body) }),
    };
    const answer = await send(request, line, ordinaryTimeout);
    if (isFine(answer)) return answer;
    throw plexError(answer);
  };

  const prove = async (): Promise<string> => {
    const answer = await call('nonce');
    const nonce = asText(readBody(answer.text)['nonce']);
    if (!nonce) throw notThe('nonce');
    // By the server's clock, which is the one that counts.
    const iat = Math.floor((Date.parse(answer.header('date') as string) || clock.wallTime()) / 1000);
    const claims = { nonce, scope, aud: 'plex.tv', iss: sender.clientIdentifier, iat, exp: iat + 300 };
    return signCompact(key, { kid, typ: 'JWT' }, JSON.stringify(claims));
  };

  let proof: string | undefined;
  let proofEnd = 0;
  // Reused for polls while valid: each proof costs a nonce, which are limited.
  const currentProof = async (): Promise<string> => {
    if (!proof || clock.now() > proofEnd) {
      proof = await prove();
      proofEnd = clock.now() + proofLife;
    }
    return proof;
  };

  // Adds the public key to the creation of a pin, and a proof to polls.
  const fetchWithKey: Fetch = async (url, init) => {
    const { method, headers } = init;
    if (method === 'POST') {
      const body = JSON.stringify({ jwk, strong: /strong=/.test(url) });
      return line.fetch(url, { ...init, headers: { ...headers, ...json }, body });
    }
    const ask = async (): Promise<FetchResponse> =>
      line.fetch(method === 'GET' ? `${url}&deviceJWT=${await currentProof()}` : url, init);
    const response = await ask();
    if (response.status !== 498) return response;
    // Expired by the server's clock: this machine was suspended.
    proof = undefined;
    return ask();
  };

  let exchanging: Promise<string> | undefined;
  const exchange = (): Promise<string> =>
    (exchanging ??= (async () => {
      const { auth_token, authToken } = readBody((await call('token', { jwt: await prove() })).text);
      const token = asText(auth_token ?? authToken);
      if (token) return token;
      throw notThe('token');
    })().finally(() => {
      exchanging = undefined;
    }));

  return {
    ...createPlexClient({ ...options, server, fetch: fetchWithKey }),
    register: async (token) => {
      if (!fitsHeader(token)) throw badOption('this text is no token');
      await call('jwk', { jwk }, { 'X-Plex-Token': token });
    },
    exchange,
    keepFresh: async (token) => (endOf(token) > clock.wallTime() + day ? token : exchange()),
    keys: async () => {
      const { keys } = readBody((await call('keys')).text);
      if (Array.isArray(keys)) return keys as PublicJwk[];
      throw notThe('keys');
    },
  };
};
