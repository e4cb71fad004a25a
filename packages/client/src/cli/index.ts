export { systemBrowser, type OpenPage } from './browser.ts';
export { configFolder } from './config-folder.ts';
export { SignInError, type SignInErrorCode } from './errors.ts';
export { fileTokenStore, userTokenStore, type FileTokenStoreOptions, type TextCipher } from './file-token-store.ts';
export { jsonScreen } from './json-screen.ts';
export { createKeyring, type Keyring, type KeyringEntry, type KeyringEntryClass } from './keyring.ts';
export { makePrivateFolder, readPrivateFile, writePrivateFile } from './private-file.ts';
export { findProtectedResource, type ProtectedResource, type ResourceOptions } from './protected-resource.ts';
export { type SignInEvent, type SignInScreen } from './screen.ts';
export { type Session, type UserInfo } from './session.ts';
export { openSession, signIn, signOut, type SessionOptions, type SignInOptions } from './sign-in.ts';
export { type SignInTarget } from './target.ts';
export { terminalScreen, type TerminalScreenOptions } from './terminal-screen.ts';
export {
  memoryTokenStore,
  type KeptCode,
  type KeptSignIn,
  type KeptTokens,
  type SignInKey,
  type TokenStore,
} from './token-store.ts';
export { untilEnter } from './until-enter.ts';
