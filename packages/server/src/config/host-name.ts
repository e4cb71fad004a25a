// Pure: no I/O, no clock, no randomness.
import { isIP } from 'node:net';

/** What `allowedHosts` takes, or what is wrong with it, as a sentence after "each of them". */
export type ReadHostName = { readonly host: string } | { readonly problem: string };

const example = 'must be a host name such as tv.lan, or tv.lan:4747 for one port of it';

/** A name or an address, IPv6 in brackets, as it stands in a `Host` header; undefined for what cannot. */
function canonicalName(name: string): string | undefined {
  const hostname = URL.parse(`http://${name}`)?.hostname ?? '';
  return /^(\[[0-9a-f:]+\]|[a-z0-9._-]+)$/.test(hostname) ? hostname : undefined;
}

/**
 * Reads a name of `allowedHosts` into the form in which `Host` headers are compared with it: lower case, punycode, IPv6 in
 * brackets. What no browser sends is refused, with what to write in its place.
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
  // 192.168.1 is 192.168.0.1 to a browser, which is hardly what was meant: it must be written out.
  if (isIP(found) === 4 && found !== name) return { problem: instead };
  return { host };
}

/** IPv6 without the brackets that URLs need and sockets do not take; everything else as it is. */
export const withoutBrackets = (text: string): string => text.replace(/^\[([0-9a-f:.]*:[^\]]*)\](?=$|\/)/i, '$1');
