import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../failure.ts';
import { EmulatorError } from '../error.ts';
import { trustedRoots } from './trusted-roots.ts';

/** Variables by which programs trust the emulator, and the file that each names. */
export const trustVariables: Readonly<Record<string, 'ca.pem' | 'roots.pem'>> = {
  NODE_EXTRA_CA_CERTS: 'ca.pem',
  DENO_CERT: 'ca.pem',
  SSL_CERT_FILE: 'roots.pem',
  REQUESTS_CA_BUNDLE: 'roots.pem',
  CURL_CA_BUNDLE: 'roots.pem',
};

/**
 * Writes what programs elsewhere are to trust, for anybody to read: `ca.pem`, the authority alone, and `roots.pem`, it
 * beside those of this system. What a killed run left there is replaced.
 *
 * @param authority PEM
 * @returns a function that removes them
 * @throws {EmulatorError} if there is no place for them
 */
export function writeTrustFiles(folder: string, authority: string): () => void {
  const texts = { 'roots.pem': trustedRoots(undefined) + authority, 'ca.pem': authority };
  const paths = Object.keys(texts).map((name) => join(folder, name));
  const remove = (): void => {
    for (const path of paths) rmSync(path, { force: true });
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    for (const [name, text] of Object.entries(texts)) {
      const path = join(folder, name);
      rmSync(`${path}.new`, { force: true });
      writeFileSync(`${path}.new`, text, { mode: 0o644, flag: 'wx' });
      renameSync(`${path}.new`, path);
    }
  } catch (error) {
    throw new EmulatorError(`The emulator cannot write to ${folder} (${systemCode(error) ?? String(error)}).`);
  }
  return remove;
}
