import { Failure } from '../failure.ts';
import { plainText } from '../terminal/plain-text.ts';

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i;

/**
 * Normalizes the address of a server, so that it can be compared and stored. Without a scheme it is https, or http for
 * loopback.
 *
 * @throws {Failure} if it is not a URL
 */
export function serverAddress(typed: string): string {
  const bare = typed.trim();
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `${loopback.test(bare) ? 'http' : 'https'}://${bare}`;
  const url = URL.parse(text);
  const extra = url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '';
  if (extra || !/^https?:$/.test(url.protocol)) {
    throw new Failure(`"${plainText(typed)}" is not a server address. Write it like https://linkpin.example.`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Whether the connection to a server is unencrypted and leaves this machine. */
export const isUnencrypted = (server: string): boolean =>
  server.startsWith('http://') && !loopback.test(server.slice('http://'.length));
