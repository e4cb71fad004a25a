import { existsSync, readFileSync } from 'node:fs';
import { isIPv6, SocketAddress } from 'node:net';
import { endianness } from 'node:os';

/** RTF_GATEWAY: the route leads over another machine. */
const overGateway = 0x2;

const bytesOf = (hex: string): readonly number[] => (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));

/**
 * Gateways of default routes in the text of `/proc/net/route`, where addresses are numbers in the machine's byte
 * order.
 */
export function parseRoutes(text: string, order: 'LE' | 'BE'): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, destination, gateway = '', flags = '', , , , mask] = line.split(/\s+/);
    if (destination !== '00000000' || mask !== '00000000' || (Number.parseInt(flags, 16) & overGateway) === 0)
      return [];
    const bytes = bytesOf(gateway);
    return [(order === 'LE' ? bytes.toReversed() : bytes).join('.')];
  });
}

/** Gateways of default routes in the text of `/proc/net/ipv6_route`, in the short form (RFC 5952). */
export function parseRoutes6(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [destination, bits, , , gateway = '', , , , flags = ''] = line.trim().split(/\s+/);
    if (destination !== '0'.repeat(32) || bits !== '00' || (Number.parseInt(flags, 16) & overGateway) === 0) return [];
    const address = (gateway.match(/..../g) ?? []).join(':');
    return isIPv6(address) ? [new SocketAddress({ family: 'ipv6', address }).address] : [];
  });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The default gateways of this machine or container, as text; none where the system does not tell (outside Linux). */
export function readGateways(): readonly string[] {
  return [
    ...parseRoutes(readIfThere('/proc/net/route'), endianness()),
    ...parseRoutes6(readIfThere('/proc/net/ipv6_route')),
  ];
}

/** True if the marker files of Docker or Podman containers exist. */
export function isContainer(): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv');
}
