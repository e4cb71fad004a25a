import { plexHosts } from '../plex-hosts.ts';

/**
 * Arguments that have a Chromium of tests reach the emulator, and take its certificate. They count only with a
 * `--user-data-dir` that is not the usual one, which Playwright and Puppeteer set by themselves.
 *
 * @param port of the TLS server
 * @param spkiHash of its certificate
 */
export function chromiumArguments(port: number, spkiHash: string): readonly string[] {
  const rules = plexHosts.map((host) => `MAP ${host}:443 127.0.0.1:${port}`).join(', ');
  return [`--host-resolver-rules=${rules}`, `--ignore-certificate-errors-spki-list=${spkiHash}`];
}
