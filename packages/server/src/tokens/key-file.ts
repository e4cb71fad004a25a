import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
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

/** Writes the whole file under another name first, so that nobody ever sees half of it, and never over an old one. */
async function makeKeyFile(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify([makeSecretKey()], null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

/**
 * The keys in a file; makes the file with one fresh key when there is none.
 *
 * @throws {KeyFileError} when the file is malformed, or others than its owner may read it
 */
export async function openKeyFile(file: string): Promise<readonly SecretKey[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await makeKeyFile(file);
    text = await readFile(file, 'utf8');
  }
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new KeyFileError(`Others can read the secret keys in ${file}. Run: chmod 600 ${file}`);
  }
  return parseKeys(text, file);
}
