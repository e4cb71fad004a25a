// Pure: no I/O, no clock, no randomness.

/**
 * A client's address as text (`203.0.113.9`, `2001:db8::1`), or null when it cannot be known: the peer is a gateway,
 * or forwarding headers came from a peer that was not declared a proxy.
 */
export type Address = string | null;

const privateV4 = [
  /^10\./,
  /^127\./,
  /^169\.254\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^0\./,
];

/** The eight groups of an IPv6 address, or undefined when the text is none. */
function groupsOf(address: string): readonly number[] | undefined {
  const [head = '', tail, ...rest] = address.split('::');
  if (rest.length > 0 || address.includes('.')) return undefined;
  const parse = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const left = parse(head);
  const right = tail === undefined ? [] : parse(tail);
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  if (zeros < 0) return undefined;
  const groups = [...left, ...Array.from({ length: zeros }, () => 0), ...right];
  const whole = groups.length === 8 && groups.every((group) => group >= 0 && group <= 0xffff);
  return whole ? groups : undefined;
}

/** `::ffff:192.0.2.1` and its hexadecimal spelling are the IPv4 address inside them. */
export function plainAddress(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (dotted?.[1] !== undefined) return dotted[1];
  const groups = address.includes(':') ? groupsOf(address) : undefined;
  if (groups === undefined || groups.slice(0, 5).some((group) => group !== 0) || groups[5] !== 0xffff) return address;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** True for an address that the whole internet can reach: not private, loopback, link-local, shared or unique-local. */
export function isPublic(address: string): boolean {
  const plain = plainAddress(address);
  if (!plain.includes(':')) return !privateV4.some((range) => range.test(plain));
  const groups = groupsOf(plain);
  if (groups === undefined) return false;
  const [first = 0] = groups;
  const unspecifiedOrLoopback = groups.slice(0, 7).every((group) => group === 0);
  return (
    !unspecifiedOrLoopback && (first & 0xfe00) !== 0xfc00 && (first & 0xffc0) !== 0xfe80 && (first & 0xff00) !== 0xff00
  );
}

/** What one household or host shares: the IPv4 address itself, or the /64 of an IPv6 address. */
export function prefixOf(address: string): string {
  const plain = plainAddress(address);
  const groups = plain.includes(':') ? groupsOf(plain) : undefined;
  if (groups === undefined) return plain;
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** True when both addresses are known and share a {@link prefixOf}. */
export function samePrefix(one: Address, other: Address): boolean {
  return one !== null && other !== null && prefixOf(one) === prefixOf(other);
}

/** True when both are public and share a prefix: the plex wire's `trusted`. */
export function sameHousehold(one: Address, other: Address): boolean {
  return one !== null && samePrefix(one, other) && isPublic(one);
}
