import { isIP, SocketAddress } from 'node:net';
import { plainAddress, type Address } from '../../domain/address.ts';

/** The hops that a forwarding header names, the nearest last; null for one that is hidden or cannot be read. */
export type Chain = readonly Address[];

/**
 * Reads one hop: an address, in brackets or not, with a port or zone or not.
 *
 * @returns the address in canonical form, an IPv4-mapped one as IPv4; null for anything else
 */
export function readHop(text: string): Address {
  const match = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5}|(.+))$/.exec(text);
  const found = (match?.[1] ?? match?.[2] ?? match?.[3] ?? '').replace(/%[\w.-]+$/, '');
  switch (isIP(found)) {
    case 4:
      return text.startsWith('[') ? null : found;
    case 6:
      return plainAddress(new SocketAddress({ address: found, family: 'ipv6' }).address);
    default:
      return null;
  }
}

/** More hops than any real chain has; those further left are not read. */
const mostHops = 32;

/** Reads `X-Forwarded-For`. Undefined when the header is absent. */
export function readForwardedFor(value: string | undefined): Chain | undefined {
  return value
    ?.split(',')
    .slice(-mostHops)
    .map((part) => readHop(part.trim()));
}

/** One `name=value` of a Forwarded header and what ends it: `;` the next pair, `,` the next hop (RFC 7239 section 4). */
const pair = /[ \t]*([\w!#$%&'*+.^`|~-]+)=(?:([\w!#$%&'*+.^`|~-]+)|"((?:[^"\\]|\\.)*)")[ \t]*([;,]|$)/y;

/**
 * Reads `Forwarded` (RFC 7239). Undefined when the header is absent. A value that breaks the grammar anywhere is one
 * unreadable hop: quotes left open further left could otherwise change what the rest says.
 */
export function readForwarded(value: string | undefined): Chain | undefined {
  if (value === undefined) return undefined;
  const hops: Address[] = [];
  let hop: Address | undefined;
  let at = 0;
  let ended = '';
  do {
    pair.lastIndex = at;
    const match = pair.exec(value);
    const [whole, name = '', token, quoted, end = ''] = match ?? [];
    if (whole === undefined) return [null];
    if (name.toLowerCase() === 'for') {
      if (hop !== undefined) return [null];
      hop = readHop(token ?? quoted?.replace(/\\(.)/g, '$1') ?? '');
    }
    if (end !== ';') {
      hops.push(hop ?? null);
      hop = undefined;
    }
    ended = end;
    at += whole.length;
  } while (ended !== '');
  return hops;
}
