import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createKeys, makeSecretKey, type SecretKey } from './keys.ts';

/** A key file that cannot be used; the message says what to do. */
export class KeyFileError extends Error {
  override name = 'KeyFileError';
}

/**
 * Reads keys written as text: a JSON list of `{"kid": …, "secret": …}`, the newest first.
 *
 * @param origin what to call the text in an error
 * @throws {KeyFileError} when it is something else
 */
export function parseKeys(text: string, origin: string): readonly SecretKey[] {
  try {
    const ring = JSON.parse(text) as readonly SecretKey[];
    createKeys(ring);
    return ring.map(({ kid, secret }) => ({ kid, secret }));
  } catch (error) {
    const reason = error instanceof TypeError && !(error instanceof SyntaxError) ? ` ${error.message}` : '';
    throw new KeyFileError(
      `${origin} does not hold linkpin's secret keys.${reason} Restore it from where you keep it.`,
    );
  }
}

async function writeKeys(publicId: FileHandle, ring: readonly SecretKey[]): Promise<void> {
  await publicId.writeFile(`${JSON.stringify(ring, null, 2)}\n`);
  await publicId.sync();
}

/**
 * Creates a folder and those above it. Not by Node's `recursive`, which never returns where nothing can be created, such as
 * in /proc.
 */
async function makeFolder(path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Writes a new file under another name first, so that no reader sees half of it; an existing file is never replaced. */
async function makeKeyFile(file: string): Promise<void> {
  await makeFolder(dirname(resolve(file)));
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const publicId = await open(draft, 'wx', 0o600);
  try {
    await writeKeys(publicId, [makeSecretKey()]);
  } finally {
    await publicId.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

/** @throws {KeyFileError} when the file is malformed, or others than its owner may read it */
async function readKeyFile(file: string): Promise<readonly SecretKey[]> {
  const text = await readFile(file, 'utf8');
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new KeyFileError(`Others can read the secret keys in ${file}. Run: chmod 600 ${file}`);
  }
  return parseKeys(text, file);
}

/**
 * Reads the keys of a file; creates the file with one new key if it is missing.
 *
 * @throws {KeyFileError} when the file is malformed, or others than its owner may read it
 */
export async function openKeyFile(file: string): Promise<readonly SecretKey[]> {
  try {
    return await readKeyFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await makeKeyFile(file);
    return readKeyFile(file);
  }
}

/** Creates the draft file, which also serves as a lock: only one process can create it. */
async function openDraft(file: string): Promise<{ readonly draft: string; readonly publicId: FileHandle }> {
  const draft = `${file}.rotating`;
  try {
    return { draft, publicId: await open(draft, 'wx', 0o600) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new KeyFileError(`Somebody is changing the keys in ${file}. If nobody is, delete ${draft} and try again.`);
  }
}

/** Replaces the keys of a file atomically; of several concurrent attempts one succeeds. */
async function replaceKeys(
  file: string,
  next: (ring: readonly SecretKey[]) => readonly SecretKey[],
): Promise<readonly SecretKey[]> {
  const { draft, publicId } = await openDraft(file);
  try {
    const ring = next(await readKeyFile(file));
    const { uid, gid } = await stat(file);
    if (process.getuid?.() === 0) await publicId.chown(uid, gid); // root does it for the account that the service has
    await writeKeys(publicId, ring);
    await publicId.close();
    await rename(draft, file);
    return ring;
  } catch (error) {
    await publicId.close();
    await unlink(draft);
    throw error;
  }
}

/**
 * Adds a new key to the file: in front of the others, so that from its next start on the service signs and seals with it and
 * still accepts the others; or behind them, so that the service accepts it and does not use it before {@link useKey}.
 * {@link retireKey} removes one once nothing is left that it made.
 *
 * @returns the keys of the file, the one that is used first
 * @throws {KeyFileError} when the file is malformed, others may read it, or somebody else rotates at the same time
 * @throws what node:fs throws, when there is no such file
 */
export function rotateKeyFile(file: string, where: 'first' | 'last' = 'first'): Promise<readonly SecretKey[]> {
  const key = makeSecretKey();
  return replaceKeys(file, (ring) => (where === 'first' ? [key, ...ring] : [...ring, key]));
}

/**
 * Puts a key that the file has in front of the others: it is used from the service's next start on.
 *
 * @returns the keys of the file, the one that is used first
 * @throws {KeyFileError} as {@link rotateKeyFile} does, and when the file has no such key
 */
export function useKey(file: string, kid: string): Promise<readonly SecretKey[]> {
  return replaceKeys(file, (ring) => {
    const key = ring.find((one) => one.kid === kid);
    if (key === undefined) throw noSuchKey(file, kid, ring);
    return [key, ...ring.filter((one) => one !== key)];
  });
}

const noSuchKey = (file: string, kid: string, ring: readonly SecretKey[]): KeyFileError =>
  new KeyFileError(`${file} has no key ${kid}. It has ${ring.map((key) => key.kid).join(', ')}.`);

/**
 * Removes a key from the file permanently: what was made with it stops working at the service's next start.
 *
 * @returns the keys that are left
 * @throws {KeyFileError} as {@link rotateKeyFile} does, and when the file has no such key or it is the newest
 */
export function retireKey(file: string, kid: string): Promise<readonly SecretKey[]> {
  return replaceKeys(file, (ring) => {
    if (ring[0]?.kid === kid) {
      throw new KeyFileError(`The key ${kid} is the newest, with which the service works. Rotate the keys first.`);
    }
    const left = ring.filter((key) => key.kid !== kid);
    if (left.length < ring.length) return left;
    throw noSuchKey(file, kid, ring);
  });
}
