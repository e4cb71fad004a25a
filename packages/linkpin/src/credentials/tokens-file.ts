import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { configFolder } from './config-folder.ts';
import { readText, replace } from './hosts-file.ts';
import { withLock } from './lock.ts';

/** The stored OAuth tokens for one client of one issuer. */
export interface StoredTokens {
  readonly accessToken: string;
  /** The token type, such as `Bearer`. */
  readonly tokenType: string;
  /** When the access token expires, ISO 8601; absent if the server did not say. */
  readonly expiresAt?: string;
  readonly refreshToken?: string;
  /** The granted scope; absent if neither side named any. */
  readonly scope?: string;
  /** The API that they are for, if one was requested (RFC 8707). */
  readonly resource?: string;
}

type Issuers = Readonly<Record<string, Readonly<Record<string, StoredTokens>>>>;

/** The stored OAuth tokens, by issuer and client identifier, in a file that only its owner can read. */
export interface TokensFile {
  readonly path: string;
  /** True if the file does not exist yet. */
  isNew(): Promise<boolean>;
  /** Checks that tokens can be stored. */
  prepare(): Promise<void>;
  write(issuer: string, clientId: string, tokens: StoredTokens): Promise<void>;
  /** All stored sign-ins. */
  all(): Promise<readonly OAuthSignIn[]>;
  /**
   * Replaces the tokens of a sign-in with the result of `next`, under an exclusive lock across processes, so that a
   * refresh token is used once.
   *
   * @param next receives undefined if there are none any more
   * @returns the stored tokens
   */
  update(
    issuer: string,
    clientId: string,
    next: (tokens: StoredTokens | undefined) => Promise<StoredTokens>,
  ): Promise<StoredTokens>;
  /**
   * @param last receives the tokens before they are deleted; undefined if there are none any more
   * @returns the result of `last`
   */
  delete<Value>(
    issuer: string,
    clientId: string,
    last: (tokens: StoredTokens | undefined) => Promise<Value>,
  ): Promise<Value>;
}

/** A sign-in and its tokens. */
export interface OAuthSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly tokens: StoredTokens;
}

/**
 * @param folder its folder; created if missing
 * @throws {Failure} from its methods, if the file is damaged or cannot be accessed
 */
export function tokensFile(folder: string = configFolder()): TokensFile {
  const path = join(folder, 'oauth.json');
  const put = async (issuer: string, clientId: string, tokens: StoredTokens): Promise<void> => {
    const issuers = await readIssuers(path);
    await save({ ...issuers, [issuer]: { ...issuers[issuer], [clientId]: tokens } });
  };
  const save = (issuers: Issuers): Promise<void> => replace(path, `${JSON.stringify({ issuers }, null, 2)}\n`);
  return {
    path,
    isNew: async () => (await readText(path)) === undefined,
    prepare: () => withLock(path, async () => save(await readIssuers(path))),
    write: (issuer, clientId, tokens) => withLock(path, () => put(issuer, clientId, tokens)),
    async all() {
      const issuers = Object.entries(await readIssuers(path));
      return issuers.flatMap(([issuer, clients]) =>
        Object.entries(clients).map(([clientId, tokens]) => ({ issuer, clientId, tokens })),
      );
    },
    update: (issuer, clientId, next) =>
      withLock(path, async () => {
        const before = (await readIssuers(path))[issuer]?.[clientId];
        const after = await next(before);
        if (after !== before) await put(issuer, clientId, after);
        return after;
      }),
    delete: (issuer, clientId, last) =>
      withLock(path, async () => {
        const value = await last((await readIssuers(path))[issuer]?.[clientId]);
        const { [issuer]: clients = {}, ...others } = await readIssuers(path);
        const { [clientId]: _, ...left } = clients;
        await save(Object.keys(left).length === 0 ? others : { ...others, [issuer]: left });
        return value;
      }),
  };
}

async function readIssuers(path: string): Promise<Issuers> {
  const text = await readText(path);
  if (text === undefined) return {};
  try {
    const { issuers } = JSON.parse(text) as { readonly issuers?: Issuers };
    if (typeof issuers === 'object' && issuers !== null && !Array.isArray(issuers)) return issuers;
  } catch {
    // reported below, like any other content that we did not write
  }
  throw new Failure(`${path} is not what linkpin wrote there. Mend it, or remove it and sign in again.`);
}
