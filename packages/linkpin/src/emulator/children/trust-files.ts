import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../failure.ts';
import { EmulatorError } from '../error.ts';
import { javaTrustStore } from './java-options.ts';
import { trustedRoots } from './trusted-roots.ts';

/** Variables by which programs trust what is written to a folder. */
export const trustVariables = (folder: string): Readonly<Record<string, string>> => ({
  NODE_EXTRA_CA_CERTS: `${folder}/ca.pem`,
  DENO_CERT: `${folder}/ca.pem`,
  SSL_CERT_FILE: `${folder}/roots.pem`,
  REQUESTS_CA_BUNDLE: `${folder}/roots.pem`,
  CURL_CA_BUNDLE: `${folder}/roots.pem`,
  JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore=${folder}/java.jks -Djavax.net.ssl.trustStoreType=JKS`,
  // Before the colon stands where PHP looks by itself.
  PHP_INI_SCAN_DIR: `:${folder}`,
});

/**
 * Writes what programs elsewhere are to trust, for anybody to read: `ca.pem`, the authority alone, and `roots.pem`, it
 * beside those of this system; the same as `java.jks`, and `linkpin.ini`, which names it to PHP. What a killed run left
 * there is replaced.
 *
 * @param authority PEM
 * @returns a function that removes them
 * @throws {EmulatorError} if there is no place for them
 */
export function writeTrustFiles(folder: string, authority: string): () => void {
  const roots = trustedRoots(undefined) + authority;
  const php = `curl.cainfo="${folder}/roots.pem"\nopenssl.cafile="${folder}/roots.pem"\n`;
  // The one that is looked for comes last.
  const texts = { 'roots.pem': roots, 'java.jks': javaTrustStore(roots), 'linkpin.ini': php, 'ca.pem': authority };
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
