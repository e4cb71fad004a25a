import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { configFolder } from './config-folder.ts';
import { readText, replace } from './hosts-file.ts';
import { alone } from './lock.ts';

/** The OAuth tokens of this machine for one client of one issuer. */
export interface StoredTokens {
  readonly accessToken: string;
  /** How to send it, such as `Bearer`. */
  readonly tokenType: string;
  /** When the access token ends, ISO 8601; absent when the server did not say. */
  readonly expiresAt?: string;
  readonly refreshToken?: string;
  /** What was granted; absent when neither side named any. */
  readonly scope?: string;
  /** The API that they are for, when one was asked for. */
  readonly resource?: string;
}

type Issuers = Readonly<Record<string, Readonly<Record<string, StoredTokens>>>>;

/** The OAuth tokens of this machine, by issuer and client identifier, in a file that only its owner can read. */
export interface TokensFile {
  readonly path: string;
  /** True while there is no such file. */
  isNew(): Promise<boolean>;
  /** Makes sure that tokens can be kept. */
  prepare(): Promise<void>;
  write(issuer: string, clientId: string, tokens: StoredTokens): Promise<void>;
  /** Every sign-in that there is. */
  all(): Promise<readonly OAuthSignIn[]>;
  /**
   * Replaces the tokens of a sign-in by what `next` makes of them. Nobody else changes the file meanwhile, in another process
   * neither; so a refresh token is used once.
   *
   * @param next gets undefined when there are none any more
   * @returns what is stored now
   */
  update(
    issuer: string,
    clientId: string,
    next: (tokens: StoredTokens | undefined) => Promise<StoredTokens>,
  ): Promise<StoredTokens>;
  /**
   * @param last sees the tokens before they go; undefined when there are none any more
   * @returns what it returned
   */
  forget<Value>(
    issuer: string,
    clientId: string,
    last: (tokens: StoredTokens | undefined) => Promise<Value>,
  ): Promise<Value>;
}

/** One sign-in, with its tokens. */
export interface OAuthSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly tokens: StoredTokens;
}

/**
 * @param folder where it lies; made when it is not there
 * @throws {Failure} from its methods, when the file is damaged or cannot be reached
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
    prepare: () => alone(path, async () => save(await readIssuers(path))),
    write: (issuer, clientId, tokens) => alone(path, () => put(issuer, clientId, tokens)),
    async all() {
      const issuers = Object.entries(await readIssuers(path));
      return issuers.flatMap(([issuer, clients]) =>
        Object.entries(clients).map(([clientId, tokens]) => ({ issuer, clientId, tokens })),
      );
    },
    update: (issuer, clientId, next) =>
      alone(path, async () => {
        const before = (await readIssuers(path))[issuer]?.[clientId];
        const after = await next(before);
        if (after !== before) await put(issuer, clientId, after);
        return after;
      }),
    forget: (issuer, clientId, last) =>
      alone(path, async () => {
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
    // told below, like everything else that is not what we wrote
  }
  throw new Failure(`${path} is not what linkpin wrote there. Mend it, or remove it and sign in again.`);
}
