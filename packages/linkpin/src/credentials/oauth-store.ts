import { join } from 'node:path';
import { configFolder, fileTokenStore, type TokenStore } from '@linkpin/client/cli';
import { openKeyring } from './keyring.ts';

/** The path of the file in which sign-ins at OAuth servers are kept, or noted. */
export const oauthFile = (): string => join(configFolder('linkpin'), 'oauth.json');

/** The sign-ins at OAuth servers: in the keyring if that works, else in a file that only its owner can read. */
export const oauthStore = async (): Promise<TokenStore> =>
  fileTokenStore(oauthFile(), { keyring: await openKeyring() });
