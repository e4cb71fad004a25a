import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../../domain/loopback.ts';
import { plainAddress, type Address } from '../../domain/address.ts';
import { readForwarded, readForwardedFor, readHop, type Chain } from './client-address-chain.ts';
import { memo } from './memo.ts';

/** Why the client's address is what it is; all but the first two go with an unknown address. */
export type AddressReason =
  /** Nobody speaks for somebody else here: the peer is the client. */
  | 'direct'
  /** A declared proxy told it. */
  | 'forwarded'
  /** The peer is the gateway that hides who asks: a container's published port, a router, a proxy on the host. */
  | 'gateway'
  /** Forwarding headers from a peer that was not declared a proxy. */
  | 'undeclared-forwarding'
  /** A declared proxy sent no chain, one that cannot be read, or two that differ. */
  | 'bad-chain'
  /** The connection has no address: a UNIX socket, or a door that does not tell. */
  | 'no-peer';

/** A client's address and why it is that. */
export interface ClientAddress {
  readonly address: Address;
  readonly reason: AddressReason;
  /** Where the request came from all the same, when its own headers hide the address; see the core's `Requester`. */
  readonly hiddenBehind?: string;
}

/** What {@link createClientAddress} has to know. */
export interface ClientAddressSettings {
  /** Proxies whose headers are believed: addresses or CIDR ranges. */
  readonly trustedProxies: readonly string[];
  /** The machine's gateways, see `readGateways`. */
  readonly gateways: readonly string[];
}

/** Headers by which proxies say whom they speak for. One of them from an undeclared peer makes the address unknown. */
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

/** A socket's address without zone and IPv6 dress, or null when there is none. */
function readPeer(peer: string): Address {
  const address = plainAddress(peer.replace(/%.*$/s, ''));
  return isIP(address) === 0 ? null : address;
}

const hidden = (reason: AddressReason, hiddenBehind: string): ClientAddress => ({
  address: null,
  reason,
  hiddenBehind,
});

/** Whether many come from an address, or this machine itself does: loopback, the declared proxies and the gateways. */
export function createSpeaksForMany({ trustedProxies, gateways }: ClientAddressSettings): (address: string) => boolean {
  const proxies = createRanges(trustedProxies);
  const isGateway = new Set<Address>(gateways.map(readHop));
  return memo(
    (address) =>
      isIP(address) !== 0 &&
      (isLoopback(address) || isGateway.has(address) || proxies.check(address, familyOf(address))),
  );
}

const unknown = (reason: AddressReason): ClientAddress => ({ address: null, reason });

/**
 * Makes the rule that tells a client's address. Forwarding headers are believed only from declared proxies, and then
 * from the right: the chain's last address that is no declared proxy is the client, whatever stands left of it. In all
 * cases of doubt the address is unknown, because a wrong one would let a stranger pass for a member of the household.
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

  /** The client of one chain: undefined when the header is absent, null when the client cannot be told. */
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
