import type { Call } from '../calls.ts';

/** A call without what is secret. */
export interface ShownCall extends Pick<Call, 'method' | 'path' | 'server' | 'status' | 'at'> {
  /** Values of tokens, passwords and codes are left out. */
  readonly query: Readonly<Record<string, string>>;
  /** What the app calls itself; null if it does not say. */
  readonly product: string | null;
  readonly fault: string | null;
}

const isSecret = (name: string): boolean => /token|jwt|password|code|secret/i.test(name);

/** Node reads headers byte by byte; plex clients write UTF-8 in them. */
function decoded(header: string | undefined): string | undefined {
  const text = header === undefined ? undefined : Buffer.from(header, 'latin1').toString();
  return text?.includes('\uFFFD') === true ? header : text;
}

/** Masks a call: headers and bodies are not shown at all. */
export function shownCall({ method, path, server, status, at, query, headers, fault }: Call): ShownCall {
  const masked = Object.entries(query).map(([name, value]) => [name, isSecret(name) ? '…' : value]);
  const product = decoded(headers['x-plex-product']) ?? query['X-Plex-Product'] ?? null;
  return { method, path, server, query: Object.fromEntries(masked), status, at, product, fault: fault ?? null };
}
