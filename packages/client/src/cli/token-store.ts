import type { SavedDeviceSignIn } from '../oauth-sign-in.ts';

/** Which sign-in: an issuer and a client there. */
export interface SignInKey {
  /** Exactly as the issuer's metadata writes it. */
  readonly issuer: string;
  readonly clientId: string;
}

/** The tokens of a sign-in, as they are kept. */
export interface KeptTokens {
  readonly accessToken: string;
  /** The token type, such as `Bearer`. */
  readonly tokenType: string;
  /** When the access token expires, ISO 8601; absent if the server did not say. */
  readonly expiresAt?: string;
  readonly refreshToken?: string;
  /** The granted scope; absent if neither side named any. */
  readonly scope?: string;
  /** The requested scope, which a person may have narrowed. */
  readonly askedScope?: string;
  /** The API that they are for, if one was requested (RFC 8707). */
  readonly resource?: string;
}

/** A device code that somebody may still approve. Whoever has it can fetch the tokens. */
export interface KeptCode {
  readonly signIn: SavedDeviceSignIn;
  /** The requested scope. */
  readonly scope?: string;
  /** The requested API. */
  readonly resource?: string;
}

/** What is kept of a sign-in. */
export interface KeptSignIn {
  readonly tokens?: KeptTokens;
  /** A code that was shown, and not decided when the program ended. */
  readonly pending?: KeptCode;
}

/** Keeps sign-ins. */
export interface TokenStore {
  /** Every sign-in that has tokens. */
  readonly list: () => Promise<readonly SignInKey[]>;
  /**
   * Reads a sign-in; undefined if there is none.
   *
   * @throws LinkpinClientError `storage` if the store cannot be read
   */
  readonly read: (key: SignInKey) => Promise<KeptSignIn | undefined>;
  /**
   * Replaces a sign-in with the result of `next`, while nobody else replaces one, in this and every other process: so a
   * refresh token is used once. An `undefined` deletes it, and the same object leaves it as it is.
   *
   * @param next - receives what is kept; undefined if that is nothing
   * @returns what is kept now
   * @throws LinkpinClientError `storage` if it cannot be kept; whatever `next` throws
   */
  readonly update: (
    key: SignInKey,
    next: (kept: KeptSignIn | undefined) => Promise<KeptSignIn | undefined>,
  ) => Promise<KeptSignIn | undefined>;
  /** Says where a sign-in is kept: a path, `keyring` or `memory`. */
  readonly whereIs: (key: SignInKey) => Promise<string>;
}

/** A store that ends with the process: for tests, and for programs that ask each time. */
export function memoryTokenStore(): TokenStore {
  const kept = new Map<string, readonly [SignInKey, KeptSignIn]>();
  const nameOf = ({ issuer, clientId }: SignInKey): string => JSON.stringify([issuer, clientId]);
  let last: Promise<unknown> = Promise.resolve();
  return {
    list: async () => [...kept.values()].filter(([, { tokens }]) => tokens !== undefined).map(([key]) => key),
    read: async (key) => kept.get(nameOf(key))?.[1],
    update: (key, next) => {
      const change = async (): Promise<KeptSignIn | undefined> => {
        const after = await next(kept.get(nameOf(key))?.[1]);
        if (after === undefined) kept.delete(nameOf(key));
        else kept.set(nameOf(key), [{ issuer: key.issuer, clientId: key.clientId }, after]);
        return after;
      };
      const mine = last.then(change, change);
      last = mine;
      return mine;
    },
    whereIs: async () => 'memory',
  };
}
