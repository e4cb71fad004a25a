import { LinkpinClientError } from './errors.ts';

/** Where a caller keeps texts by name. `localStorage`, `sessionStorage` and React Native's AsyncStorage fit as they are. */
export interface TextStorage {
  readonly getItem: (name: string) => string | null | undefined | Promise<string | null | undefined>;
  readonly setItem: (name: string, text: string) => void | Promise<void>;
}

/** One that can also forget. */
export interface ForgetfulStorage extends TextStorage {
  readonly removeItem: (name: string) => void | Promise<void>;
}

/** The error for a storage that does not do what it is for. */
export const storageError = (what: string): LinkpinClientError =>
  new LinkpinClientError('storage', `the storage ${what}`);

/** Takes what is kept under a name; null when there is nothing, or no text. */
export const loadText = async (storage: TextStorage, name: string): Promise<string | null> => {
  try {
    const text: unknown = await storage.getItem(name);
    return typeof text === 'string' && text.trim() ? text : null;
  } catch (error) {
    throw storageError(`cannot be read: ${String(error)}`);
  }
};

/** Keeps a text under a name. */
export const saveText = async (storage: TextStorage, name: string, text: string): Promise<void> => {
  try {
    await storage.setItem(name, text);
  } catch (error) {
    throw storageError(`cannot be written: ${String(error).split(text).join('…')}`);
  }
};
