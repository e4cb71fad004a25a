// Pure: no I/O, no clock, no randomness.
import { isIP } from 'node:net';

/** A valid entry of `allowedHosts`, or the problem, worded to follow "each of them". */
export type ReadHostName = { readonly host: string } | { readonly problem: string };

const example = 'must be a host name such as tv.lan, or tv.lan:4747 for one port of it';

/** Normalizes a host name or address (IPv6 in brackets) as in a `Host` header; undefined if it is not valid. */
function canonicalName(name: string): string | undefined {
  const hostname = URL.parse(`http://${name}`)?.hostname ?? '';
  return /^(\[[0-9a-f:]+\]|[a-z0-9._-]+)$/.test(hostname) ? hostname : undefined;
}

/**
 * Parses an entry of `allowedHosts` into the form that `Host` headers are compared with: lower case, punycode, IPv6 in
 * brackets. Rejects what no browser sends and suggests a replacement.
 */
export function readHostName(text: string): ReadHostName {
  const typed = text.trim();
  if (typed.includes('*')) return { problem: 'must be one host name: there are no wildcards, so write each name' };
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(typed) ?? [];
  const [bare = ''] = rest.split(/[/?#\\]/);
  const address = isIP(bare) === 6 && !bare.includes('%') ? `[${bare}]` : bare;
  const [, name = '', port = ''] = /^(\[[^\]]*\]|[^:@[\]]+)(?::(\d{1,5}))?$/.exec(address) ?? [];
  const found = canonicalName(name);
  if (found === undefined || (port !== '' && !(Number(port) > 0 && Number(port) < 65_536))) return { problem: example };
  const host = port === '' ? found : `${found}:${Number(port)}`;
  const instead = `must be a host name as browsers send it: write ${host}`;
  if (scheme !== undefined || rest !== bare) return { problem: instead };
  // To a browser 192.168.1 is 192.168.0.1, which is hardly what was meant: require the full form.
  if (isIP(found) === 4 && found !== name) return { problem: instead };
  return { host };
}

/** Strips the brackets of an IPv6 address, which URLs require and sockets do not accept. */
export const withoutBrackets = (text: string): string => text.replace(/^\[([0-9a-f:.]*:[^\]]*)\](?=$|\/)/i, '$1');
