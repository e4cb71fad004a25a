import type { NetworkInterfaceInfo } from 'node:os';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Interfaces of containers and virtual machines, which no phone can reach. */
const virtualInterfaces = /^(docker|br-|veth|virbr|vmnet|vboxnet|podman|cni|flannel|cali|lxc|lxd)/;

const privateRanges = /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./;

/** IPv4 addresses at which a phone on the same network may reach this machine, likeliest first. */
export function lanAddresses(interfaces: Interfaces): readonly string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
      .map(({ address }) => ({
        address,
        rank: (virtualInterfaces.test(name) ? 2 : 0) + (privateRanges.test(address) ? 0 : 1),
      })),
  );
  const outdoors = found.filter(({ rank }) => rank < 2);
  return (outdoors.length > 0 ? outdoors : found)
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ address }) => address);
}
