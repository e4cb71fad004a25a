// Pure: no I/O, no clock, no randomness. By hand and not by URL, which is half a class in React Native.
import { badOption } from './errors.ts';

/** Where a server lives: what every path is put behind. */
export interface ServerAddress {
  /** The address without a slash at its end. */
  readonly base: string;
  /** Whether this is plex.tv itself, whose pages live on other hosts than its API. */
  readonly plexTv: boolean;
}

/**
 * Reads a base address such as `https://plex.tv` or `https://home.example/linkpin/`.
 *
 * @throws LinkpinClientError `bad_option` when it is not http(s), or holds a user name, a query or a fragment
 */
export const readServerAddress = (server: string): ServerAddress => {
  encode(server);
  if (!/^https?:\/\/[^/?#@\\\s]+(\/[^?#\\\s]*)?$/i.test(server)) {
    throw badOption('no server URL');
  }
  return {
    base: server.replace(/\/+$/, ''),
    plexTv: /^https?:\/\/([^/]+\.)?plex\.tv([:/]|$)/i.test(server),
  };
};

/**
 * Percent-encodes a text.
 *
 * @throws LinkpinClientError `bad_option` for half a character (a lone surrogate), which has no bytes
 */
export const encode = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    throw badOption('not Unicode');
  }
};

/** A name with U+FFFD in place of each half of a character. */
export const wholeName = (name: string | undefined): string | undefined =>
  String(name ?? '').replace(/\p{Cs}/gu, '\ufffd');

/** Names and values of a query or of a fragment; those without a value are left out. */
export type Query = Readonly<Record<string, string | false | undefined>>;

/** Writes a query, without the question mark, percent-encoded throughout. */
export const writeQuery = (query: Query): string =>
  Object.entries(query)
    .filter(([, value]) => value)
    .map((pair) => (pair as string[]).map(encode).join('='))
    .join('&');

/** Puts a path that begins with a slash, and a query, behind a base address. */
export const joinAddress = (base: string, path: string, query: Query): string =>
  base + path + writeQuery(query).replace(/^./, '?$&');
