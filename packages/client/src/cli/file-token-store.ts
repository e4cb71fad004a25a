import { join } from 'node:path';
import { storageError } from '../storage.ts';
import { configFolder } from './config-folder.ts';
import type { Keyring } from './keyring.ts';
import { withLock } from './lock.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';
import type { KeptSignIn, KeptTokens, SignInKey, TokenStore } from './token-store.ts';

/** Encrypts texts with a key of the system's, such as Electron's `safeStorage`. */
export interface TextCipher {
  readonly encrypt: (text: string) => string | Promise<string>;
  /** Throws if it was not encrypted here. */
  readonly decrypt: (text: string) => string | Promise<string>;
}

/** Where a file store keeps what is secret, if not in the file itself. */
export interface FileTokenStoreOptions {
  /** Made by `createKeyring`. Where it is locked or missing, or refuses so long a text, the file takes its place. */
  readonly keyring?: Keyring | undefined;
  /** Encrypts what is in the file. Not used for what is in the keyring. */
  readonly cipher?: TextCipher | undefined;
}

/** A sign-in in the file: in plain text, encrypted, or a note that it is in the keyring. */
interface Entry extends Partial<KeptTokens>, Pick<KeptSignIn, 'pending'> {
  readonly sealed?: string;
  readonly inKeyring?: true;
  /** What is hidden holds a code and no tokens yet. */
  readonly isPending?: true;
}

type Issuers = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

const accountOf = ({ issuer, clientId }: SignInKey): string => JSON.stringify([issuer, clientId]);

const toEntry = ({ tokens, pending }: KeptSignIn): Entry => ({
  ...tokens,
  ...(pending === undefined ? {} : { pending }),
});

function fromEntry(entry: Entry): KeptSignIn {
  const { pending, sealed: _, inKeyring: __, isPending: ___, accessToken, tokenType = 'Bearer', ...more } = entry;
  return {
    ...(accessToken === undefined ? {} : { tokens: { accessToken, tokenType, ...more } }),
    ...(pending === undefined ? {} : { pending }),
  };
}

/**
 * Keeps sign-ins in a file that only its owner can read, by issuer and client, or in the keyring with a note of each in
 * that file.
 *
 * @param path - absolute; its folder is created if missing
 */
export function fileTokenStore(path: string, { keyring, cipher }: FileTokenStoreOptions = {}): TokenStore {
  const inFile = async (key: SignInKey): Promise<Entry | undefined> =>
    (await readIssuers(path))[key.issuer]?.[key.clientId];

  const read = async (key: SignInKey): Promise<KeptSignIn | undefined> => {
    const entry = await inFile(key);
    if (entry?.sealed !== undefined) return fromEntry(await opened(entry.sealed, cipher, path));
    if (entry?.inKeyring !== true) return entry && fromEntry(entry);
    const text = await keyring?.read(accountOf(key)).catch(() => undefined);
    if (text === undefined) {
      throw storageError(`in the system's keyring cannot be read. Unlock it, or sign in again at ${key.issuer}.`);
    }
    return fromEntry(JSON.parse(text) as Entry);
  };

  /** Puts the secrets where they belong, and returns what the file says: nothing of a sign-in without secrets. */
  const put = async (key: SignInKey, kept: KeptSignIn): Promise<Entry | undefined> => {
    const entry = toEntry(kept);
    if (Object.keys(entry).length === 0) return undefined;
    const text = JSON.stringify(entry);
    const isInKeyring = keyring?.write(accountOf(key), text).then(
      () => true,
      () => false,
    );
    const state = kept.tokens === undefined ? ({ isPending: true } as const) : {};
    if ((await isInKeyring) === true) return { inKeyring: true, ...state };
    return cipher === undefined ? entry : { sealed: await cipher.encrypt(text), ...state };
  };

  const save = async ({ issuer, clientId }: SignInKey, entry: Entry | undefined): Promise<void> => {
    const { [issuer]: clients = {}, ...others } = await readIssuers(path);
    const { [clientId]: _, ...left } = clients;
    const own = entry === undefined ? left : { ...left, [clientId]: entry };
    const issuers: Issuers = Object.keys(own).length === 0 ? others : { ...others, [issuer]: own };
    await writePrivateFile(path, `${JSON.stringify({ issuers }, null, 2)}\n`);
  };

  return {
    async list() {
      const issuers = Object.entries(await readIssuers(path));
      return issuers.flatMap(([issuer, clients]) =>
        Object.entries(clients).flatMap(([clientId, { accessToken, sealed, inKeyring, isPending }]) => {
          const hasTokens = (accessToken ?? sealed ?? inKeyring) !== undefined && isPending === undefined;
          return hasTokens ? [{ issuer, clientId }] : [];
        }),
      );
    },
    read,
    update: (key, next) =>
      withLock(path, async () => {
        const before = await read(key);
        const after = await next(before);
        if (after === before) return after;
        if (after === undefined) await keyring?.delete(accountOf(key)).catch(() => undefined);
        await save(key, after && (await put(key, after)));
        return after;
      }),
    whereIs: async (key) => ((await inFile(key))?.inKeyring === true ? 'keyring' : path),
  };
}

/**
 * The usual store of a command line: `oauth.json` in the program's folder of the user's configuration.
 *
 * @param name - the program's name, a single path segment
 */
export const userTokenStore = (name: string, options: FileTokenStoreOptions = {}): TokenStore =>
  fileTokenStore(join(configFolder(name), 'oauth.json'), options);

async function opened(sealed: string, cipher: TextCipher | undefined, path: string): Promise<Entry> {
  try {
    if (cipher !== undefined) return JSON.parse(await cipher.decrypt(sealed)) as Entry;
  } catch {
    // reported below
  }
  throw storageError(`file ${path} was encrypted by another user or machine. Remove it and sign in again.`);
}

async function readIssuers(path: string): Promise<Issuers> {
  const text = await readPrivateFile(path);
  if (text === undefined) return {};
  try {
    const { issuers } = JSON.parse(text) as { readonly issuers?: Issuers };
    if (typeof issuers === 'object' && issuers !== null && !Array.isArray(issuers)) return issuers;
  } catch {
    // reported below, like any other content that we did not write
  }
  throw storageError(`file ${path} is damaged. Mend it, or remove it and sign in again.`);
}
