import { LinkpinClientError } from './errors.ts';

/** A key-value storage of texts. `localStorage`, `sessionStorage` and React Native's AsyncStorage fit unchanged. */
export interface TextStorage {
  readonly getItem: (name: string) => string | null | undefined | Promise<string | null | undefined>;
  readonly setItem: (name: string, text: string) => void | Promise<void>;
}

/** A storage that can also remove items. */
export interface ForgetfulStorage extends TextStorage {
  readonly removeItem: (name: string) => void | Promise<void>;
}

/** Makes the error for a storage that does not work. */
export const storageError = (what: string): LinkpinClientError =>
  new LinkpinClientError('storage', `the storage ${what}`);

/** Loads a text; null if there is none. */
export const loadText = async (storage: TextStorage, name: string): Promise<string | null> => {
  try {
    const text: unknown = await storage.getItem(name);
    return typeof text === 'string' && text.trim() ? text : null;
  } catch (error) {
    throw storageError(`cannot be read: ${String(error)}`);
  }
};

/** Stores a text. */
export const saveText = async (storage: TextStorage, name: string, text: string): Promise<void> => {
  try {
    await storage.setItem(name, text);
  } catch (error) {
    throw storageError(`cannot be written: ${String(error).split(text).join('…')}`);
  }
};
