import { type Clock, systemClock } from './clock.ts';
import type { Answer } from './http.ts';
import { type SigningKey, sha256, signCompact } from './jws.ts';
import { readErrorName } from './oauth-body.ts';
import type { RequestProver } from './oauth-setting.ts';

/** What a proof is bound to. */
export interface DpopTarget {
  readonly method: string;
  readonly url: string;
  /** The server's latest `DPoP-Nonce`. */
  readonly nonce?: string | undefined;
  /** The access token that is sent along, for a request to an API. */
  readonly accessToken?: string | undefined;
}

/**
 * Makes a DPoP proof (RFC 9449 §4.2): the value of the `DPoP` header of exactly one request.
 *
 * @param now - milliseconds since the epoch, by the server's clock if that is known
 */
export const dpopProof = async (key: SigningKey, target: DpopTarget, now: number = Date.now()): Promise<string> => {
  const { method, url, nonce, accessToken } = target;
  const claims = {
    jti: crypto.randomUUID(),
    htm: method,
    htu: url.replace(/[?#].*/, ''),
    iat: Math.floor(now / 1000),
    nonce,
    ath: accessToken && (await sha256(accessToken)),
  };
  return signCompact(key, { typ: 'dpop+jwt', jwk: key.jwk }, JSON.stringify(claims));
};

// In milliseconds. Servers allow a minute at most; less than this is network delay.
const noticeable = 5000;

/**
 * Makes the `dpop` option of a device client, which adds a proof to every request. Tracks the server's nonce and clock
 * offset, and retries once if the server required a new nonce.
 *
 * @param key - the result of `createDeviceKey`
 */
export const createDpop = (key: SigningKey, clock: Clock = systemClock): RequestProver => {
  let nonce: string | undefined;
  let ahead = 0;

  // Updates nonce and clock offset; returns whether a new proof would differ.
  const learn = (answer: Answer): boolean => {
    const before = [nonce, ahead] as const;
    nonce = answer.header('dpop-nonce') ?? nonce;
    ahead = (Date.parse(answer.header('date') as string) || clock.wallTime() + ahead) - clock.wallTime();
    return nonce !== before[0] || Math.abs(ahead - before[1]) > noticeable;
  };

  return {
    thumbprint: key.thumbprint,
    send: async (request, send) => {
      const once = async (): Promise<Answer> => {
        const DPoP = await dpopProof(key, { ...request, nonce }, clock.wallTime() + ahead);
        return send({ ...request, headers: { ...request.headers, DPoP } });
      };
      const answer = await once();
      // RFC 9449 §8
      return learn(answer) && /dpop/.test(readErrorName(answer.text) ?? '') ? once() : answer;
    },
  };
};
