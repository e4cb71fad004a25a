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
  // Read again: another page may have made one at the same time, and some storages keep nothing without a word.
  const made = await loadText(storage, itemName);
  if (made === null) throw storageError('did not keep what was written');
  return made;
};

// One call at a time, so that two first calls do not make two; two storages may be faces of the same place.
let last: Promise<string> | undefined;

/**
 * The client identifier of this install: 128 random bits, made at the first call and the same ever after (wire C1).
 *
 * @param storage - where it is kept, under `linkpin.clientIdentifier`
 * @returns 32 characters of `0-9a-f`; any other text that is kept there is given as it is
 * @throws LinkpinClientError `storage` when it cannot be kept; `bad_option` on a platform without random numbers
 */
export const clientIdentifier = (storage: TextStorage): Promise<string> => {
  const mine = (): Promise<string> => loadOrMake(storage);
  last = last ? last.then(mine, mine) : mine();
  return last;
};
