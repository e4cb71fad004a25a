import { badOption } from './errors.ts';
import { type TextStorage, loadText, saveText, storageError } from './storage.ts';

const itemName = 'linkpin.clientIdentifier';

const makeIdentifier = (): string => {
  const { crypto } = globalThis as { readonly crypto?: Partial<Pick<Crypto, 'getRandomValues'>> };
  if (!crypto?.getRandomValues) {
    throw badOption('no crypto.getRandomValues here: load a package that adds it');
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
};

const loadOrMake = async (storage: TextStorage): Promise<string> => {
  const kept = await loadText(storage, itemName);
  if (kept !== null) return kept;
  await saveText(storage, itemName, makeIdentifier());
  // Read it back: another page may have stored one meanwhile, and some storages silently store nothing.
  const made = await loadText(storage, itemName);
  if (made === null) throw storageError('did not keep what was written');
  return made;
};

// Serialize calls, so that two first calls do not create two; two storage objects may share one backing store.
let last: Promise<string> | undefined;

/**
 * The client identifier of this installation: 128 random bits, created by the first call and permanent from then on.
 *
 * @param storage - where it is stored, as `linkpin.clientIdentifier`
 * @returns 32 characters of `0-9a-f`, or unchanged whatever other text is stored there
 * @throws LinkpinClientError `storage` if it cannot be stored; `bad_option` on a platform without random numbers
 */
export const clientIdentifier = (storage: TextStorage): Promise<string> => {
  const mine = (): Promise<string> => loadOrMake(storage);
  last = last ? last.then(mine, mine) : mine();
  return last;
};
