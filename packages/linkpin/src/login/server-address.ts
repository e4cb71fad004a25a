import { Failure } from '../failure.ts';
import { plainText } from '../terminal/plain-text.ts';

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i;

/**
 * The address of a server in the one form in which it is known and remembered. Without a scheme it is https, and http
 * for this machine.
 *
 * @throws {Failure} when it is no address
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

/** Whether what is sent there can be read on the way. */
export const isOpenToAll = (server: string): boolean =>
  server.startsWith('http://') && !loopback.test(server.slice('http://'.length));
