// Pure: no I/O, no clock, no randomness.

/**
 * A client's address as text (`203.0.113.9`, `2001:db8::1`), or null when it cannot be known: the peer is a gateway,
 * or forwarding headers came from a peer that was not declared a proxy.
 */
export type Address = string | null;

/** The four bytes of an IPv4 address, or undefined when the text is none. */
function bytesOfV4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** No address is longer as text: eight groups, the last two of them in dots. */
const longestAddress = 45;

/** The eight groups of an IPv6 address, or undefined when the text is none. */
function groupsOf(text: string): readonly number[] | undefined {
  if (text.length > longestAddress) return undefined;
  const dotted = /[^:]*\.[^:]*$/.exec(text)?.[0];
  const tail = dotted === undefined ? [] : bytesOfV4(dotted);
  if (tail === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = tail;
  const hex =
    dotted === undefined ? text : `${text.slice(0, -dotted.length)}${hexOf((a << 8) | b)}:${hexOf((c << 8) | d)}`;
  const halves = hex.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (![...left, ...right].every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const zeros = Array.from({ length: missing }, () => '0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

const hexOf = (group: number): string => group.toString(16);

/**
 * Ranges of IPv6 that stand for IPv4, by their first six groups: mapped addresses (RFC 4291) and the well-known NAT64
 * prefix (RFC 6052). All of IPv4 sits in one /64 there, so strangers would look like one household.
 */
const v4Inside = ['0:0:0:0:0:ffff', '64:ff9b:0:0:0:0'];

/** The IPv4 address for one that is IPv4 in IPv6 dress (`::ffff:192.0.2.1`, `64:ff9b::c000:201`); others as they are. */
export function plainAddress(address: string): string {
  const groups = address.includes(':') ? groupsOf(address) : undefined;
  if (groups === undefined || !v4Inside.includes(groups.slice(0, 6).map(hexOf).join(':'))) return address;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/**
 * IPv4 that does not reach across the internet, as first byte, then the lowest and the highest second byte. From the
 * IANA special-purpose registry; the ranges for documentation are left out, they harm nobody and examples need them.
 */
const closedV4: readonly (readonly [first: number, from: number, to: number])[] = [
  [0, 0, 255], // this network
  [10, 0, 255], // private
  [100, 64, 127], // shared by a provider's customers
  [127, 0, 255], // loopback
  [169, 254, 254], // link-local
  [172, 16, 31], // private
  [192, 168, 168], // private
  [198, 18, 19], // benchmarks
];

function isPublicV4([first = 0, second = 0, third = 0]: readonly number[]): boolean {
  const multicastOrReserved = first >= 224;
  const protocolAssignments = first === 192 && second === 0 && third === 0;
  const closed = closedV4.some(([byte, from, to]) => first === byte && second >= from && second <= to);
  return !multicastOrReserved && !protocolAssignments && !closed;
}

/** Global unicast (2000::/3) without protocol assignments, Teredo among them (2001::/23), and 6to4 (2002::/16). */
function isPublicV6([first = 0, second = 0]: readonly number[]): boolean {
  return (first & 0xe000) === 0x2000 && !(first === 0x2001 && second < 0x200) && first !== 0x2002;
}

/**
 * True for an address that the whole internet can reach: not private, loopback, link-local, shared, unique-local,
 * multicast, reserved or from a tunnel that many share. False for text that is no address.
 */
export function isPublic(address: string): boolean {
  const plain = plainAddress(address);
  const parts = plain.includes(':') ? groupsOf(plain) : bytesOfV4(plain);
  if (parts === undefined) return false;
  return parts.length === 4 ? isPublicV4(parts) : isPublicV6(parts);
}

/** What one household or host shares: the IPv4 address itself, or the /64 of an IPv6 address. */
export function prefixOf(address: string): string {
  const plain = plainAddress(address);
  const groups = plain.includes(':') ? groupsOf(plain) : undefined;
  return groups === undefined ? plain : `${groups.slice(0, 4).map(hexOf).join(':')}::/64`;
}

/** The network that an address is counted under: its {@link prefixOf}, or `unknown` for all that are not known. */
export function networkOf(address: Address): string {
  return address === null ? 'unknown' : prefixOf(address);
}

const v4Prefix = (bytes: readonly number[]): string => `${bytes.slice(0, 3).join('.')}.0/24`;

/**
 * The /24 or /48 prefix of an address or of a {@link prefixOf} result. Many share one, so that
 * it says roughly from where something came and not from whom.
 *
 * @returns null for what is no address
 */
export function wideNetworkOf(address: string): string | null {
  const plain = plainAddress(address.split('/')[0] ?? '');
  if (plain.includes(':')) {
    const groups = groupsOf(plain);
    return groups === undefined ? null : `${groups.slice(0, 3).map(hexOf).join(':')}::/48`;
  }
  const bytes = bytesOfV4(plain);
  return bytes === undefined ? null : v4Prefix(bytes);
}

/** True when both addresses are known and share a {@link prefixOf}. */
export function samePrefix(one: Address, other: Address): boolean {
  return one !== null && other !== null && prefixOf(one) === prefixOf(other);
}

/** True when both are public and share a prefix: the plex wire's `trusted`. */
export function sameHousehold(one: Address, other: Address): boolean {
  return one !== null && samePrefix(one, other) && isPublic(one);
}

/** Private (RFC 1918) and link-local IPv4; not the range that a provider's customers share. */
const isHomeV4 = ([first = 0, second = 0]: readonly number[]): boolean =>
  first === 10 ||
  (first === 172 && second >= 16 && second < 32) ||
  (first === 192 && second === 168) ||
  (first === 169 && second === 254);

/** Unique-local (fc00::/7) and link-local (fe80::/10) IPv6. */
const isHomeV6 = ([first = 0]: readonly number[]): boolean =>
  (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80;

const isLoopbackV6 = (groups: readonly number[]): boolean => groups.every((group, at) => group === (at === 7 ? 1 : 0));

/**
 * The network that people and devices of one home or office share on their own side of the router: `loopback`, the /24 of
 * a private IPv4 address, or the /64 of an IPv6 address. Nothing here is a name for strangers who share an address.
 *
 * @returns null for an unknown address and for one that says nothing of a home, such as public IPv4
 */
export function localNetworkOf(address: Address): string | null {
  const plain = address === null ? '' : plainAddress(address);
  if (!plain.includes(':')) {
    const bytes = bytesOfV4(plain);
    if (bytes === undefined) return null;
    if (bytes[0] === 127) return 'loopback';
    return isHomeV4(bytes) ? v4Prefix(bytes) : null;
  }
  const groups = groupsOf(plain);
  if (groups === undefined) return null;
  if (isLoopbackV6(groups)) return 'loopback';
  return isHomeV6(groups) || isPublicV6(groups) ? prefixOf(plain) : null;
}
