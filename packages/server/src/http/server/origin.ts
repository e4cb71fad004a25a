import { isIP } from 'node:net';
import { isLoopback } from '../../domain/loopback.ts';
import type { Settings } from '../../config/settings.ts';

/** The URL that a request came to, or why the service does not answer to it. */
export type Origin = { readonly baseUrl: string } | { readonly refused: string };

/** The port that clients leave out of `Host`. */
const httpPort = 80;

/** Host name and port of a `Host` header, or undefined when it is malformed. */
function readHost(host: string): { name: string; port: string } | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(host);
  return match?.[1] !== undefined && URL.canParse(`http://${host}`)
    ? { name: canonicalName(match[1].toLowerCase()), port: match[2] ?? '' }
    : undefined;
}

/** An IPv6 address has many spellings; the list has the canonical one. */
const canonicalName = (name: string): string => (name.startsWith('[') ? new URL(`http://${name}`).hostname : name);

/**
 * Determines from the `Host` header under which URL the client sees the service. Only names that the operator declared
 * and those of this machine are accepted, which stops DNS rebinding.
 */
export function createOrigin(
  settings: Pick<Settings, 'publicUrl' | 'allowedHosts'>,
): (host: string | undefined) => Origin {
  const declared = settings.publicUrl === undefined ? undefined : new URL(settings.publicUrl);
  const listed = new Set(settings.allowedHosts);
  if (declared !== undefined) listed.add(declared.hostname);
  return (host = '') => {
    const read = readHost(host);
    if (read === undefined) return { refused: 'The Host header is missing or malformed.' };
    const own = isLoopback(read.name);
    if (!own && !listed.has(read.name) && !listed.has(`${read.name}:${Number(read.port || httpPort)}`)) {
      const kind = isIP(read.name) === 0 && !read.name.startsWith('[') ? 'name' : 'address';
      return {
        refused: `This service does not answer to the ${kind} ${read.name}. Its operator can allow that with --public-url or --allowed-hosts.`,
      };
    }
    if (settings.publicUrl !== undefined) return { baseUrl: settings.publicUrl };
    return { baseUrl: new URL(`http://${host}`).origin };
  };
}
