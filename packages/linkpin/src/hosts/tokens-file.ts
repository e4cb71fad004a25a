import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { configFolder } from './config-folder.ts';
import { readText, replace } from './hosts-file.ts';

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
}

/**
 * @param folder where it lies; made when it is not there
 * @throws {Failure} from its methods, when the file is damaged or cannot be reached
 */
export function tokensFile(folder: string = configFolder()): TokensFile {
  const path = join(folder, 'oauth.json');
  const save = (issuers: Issuers): Promise<void> => replace(path, `${JSON.stringify({ issuers }, null, 2)}\n`);
  return {
    path,
    isNew: async () => (await readText(path)) === undefined,
    prepare: async () => save(await readIssuers(path)),
    async write(issuer, clientId, tokens) {
      const issuers = await readIssuers(path);
      await save({ ...issuers, [issuer]: { ...issuers[issuer], [clientId]: tokens } });
    },
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
