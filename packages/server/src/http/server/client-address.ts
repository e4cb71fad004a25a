import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../../domain/loopback.ts';
import { plainAddress, type Address } from '../../domain/address.ts';
import { readForwarded, readForwardedFor, readHop, type Chain } from './client-address-chain.ts';
import { memo } from './memo.ts';

/** Why the client's address is what it is; with all but the first two it is unknown. */
export type AddressReason =
  /** No proxy is involved: the peer is the client. */
  | 'direct'
  /** A declared proxy reported it. */
  | 'forwarded'
  /** The peer is a gateway that hides the client: a container's published port, a router, a proxy on the host. */
  | 'gateway'
  /** Forwarding headers from a peer that was not declared a proxy. */
  | 'undeclared-forwarding'
  /** A declared proxy sent no chain, one that cannot be read, or two that differ. */
  | 'bad-chain'
  /** The connection has no address: a UNIX socket, or an adapter that does not report it. */
  | 'no-peer';

/** A client's address, and the reason for it. */
export interface ClientAddress {
  readonly address: Address;
  readonly reason: AddressReason;
  /** Where the request came from all the same, when its own headers hide the address; see the core's `Requester`. */
  readonly hiddenBehind?: string;
}

/** What {@link createClientAddress} depends on. */
export interface ClientAddressSettings {
  /** Proxies whose headers are trusted: addresses or CIDR ranges. */
  readonly trustedProxies: readonly string[];
  /** The machine's gateways, see `readGateways`. */
  readonly gateways: readonly string[];
}

/** Headers in which proxies name the client. One of them from an undeclared peer makes the address unknown. */
const forwardingHeaders = [
  'x-forwarded-for',
  'forwarded',
  'x-real-ip',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'x-envoy-external-address',
  'x-azure-clientip',
  'cf-connecting-ip',
  'true-client-ip',
  'fastly-client-ip',
  'fly-client-ip',
];

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function createRanges(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    if (bits === undefined) list.addAddress(network, familyOf(network));
    else list.addSubnet(network, Number(bits), familyOf(network));
  }
  return list;
}

/** A socket's address without its zone, an IPv4-mapped one as IPv4; null if there is none. */
function readPeer(peer: string): Address {
  const address = plainAddress(peer.replace(/%.*$/s, ''));
  return isIP(address) === 0 ? null : address;
}

const hidden = (reason: AddressReason, hiddenBehind: string): ClientAddress => ({
  address: null,
  reason,
  hiddenBehind,
});

/** Whether an address stands for many clients or for this machine: loopback, the declared proxies and the gateways. */
export function createSpeaksForMany({ trustedProxies, gateways }: ClientAddressSettings): (address: string) => boolean {
  const proxies = createRanges(trustedProxies);
  const isGateway = new Set<Address>(gateways.map(readHop));
  return memo(
    (address) =>
      isIP(address) !== 0 &&
      (isLoopback(address) || isGateway.has(address) || proxies.check(address, familyOf(address))),
  );
}

/**
 * Creates the function that tells whether a peer is in a list of addresses and CIDR ranges; one without an address is not.
 */
export function createPeerCheck(listed: readonly string[]): (peer: string | undefined) => boolean {
  const ranges = createRanges(listed);
  return (peer) => {
    const address = readPeer(peer ?? '');
    return address !== null && ranges.check(address, familyOf(address));
  };
}

const unknown = (reason: AddressReason): ClientAddress => ({ address: null, reason });

/**
 * Creates the function that determines a client's address. Forwarding headers are trusted from declared proxies only,
 * and read from the right: the last address of the chain that is not a declared proxy is the client. In doubt the
 * address is unknown, because a wrong one would let a stranger pass for a member of the household.
 *
 * @returns a function of the peer's address and of one header by lower-case name (repeated ones joined by commas)
 * @throws when a trusted proxy is neither an address nor a CIDR range
 */
export function createClientAddress({
  trustedProxies,
  gateways,
}: ClientAddressSettings): (peer: string | undefined, header: (name: string) => string | undefined) => ClientAddress {
  const proxies = createRanges(trustedProxies);
  const isListed = memo((address) => proxies.check(address, familyOf(address)));
  const isProxy = (address: string): boolean => trustedProxies.length > 0 && isListed(address);
  const peerAddress = memo(readPeer);
  const isGateway = new Set<Address>(gateways.map(readHop));

  /** The client of one chain: undefined when the header is absent, null when the client cannot be determined. */
  const clientOf = (chain: Chain | undefined): Address | undefined => {
    if (chain === undefined) return undefined;
    for (const hop of chain.toReversed()) {
      if (hop === null || !isProxy(hop)) return hop;
    }
    return chain[0] ?? null;
  };

  return (peer, header) => {
    const address = peerAddress(peer ?? '');
    if (address === null) return unknown('no-peer');
    if (!isProxy(address)) {
      if (isGateway.has(address)) return unknown('gateway');
      if (forwardingHeaders.some((name) => header(name) !== undefined)) return hidden('undeclared-forwarding', address);
      return { address, reason: 'direct' };
    }
    const one = clientOf(readForwardedFor(header('x-forwarded-for')));
    const other = clientOf(readForwarded(header('forwarded')));
    const client = one === undefined || one === other ? other : other === undefined ? one : null;
    if (client !== undefined && client !== null) return { address: client, reason: 'forwarded' };
    return hidden('bad-chain', one ?? other ?? address);
  };
}
