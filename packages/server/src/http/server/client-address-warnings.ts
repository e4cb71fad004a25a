import type { AddressReason, ClientAddressSettings } from './client-address.ts';

const consequence = 'so the address of the client is unknown: "trusted" is false and no place is shown.';

const otherwise =
  'Otherwise somebody hides where a request comes from: where the person who would approve it is seen, it counts as far away.';

/** The operator's warning for requests with this reason; null if all is well. */
export const addressWarnings: Readonly<Record<AddressReason, string | null>> = {
  direct: null,
  forwarded: null,
  gateway: `Requests come from this machine's gateway, which hides who sent them, ${consequence} A container can be given the host's network; a proxy can be put on the container's network; a proxy that is the only way in through the gateway can be declared with --trusted-proxies.`,
  'undeclared-forwarding': `Requests with forwarding headers come from a peer that is not declared a proxy, ${consequence} If it is your proxy, declare it with --trusted-proxies. ${otherwise}`,
  'bad-chain': `A declared proxy sends no X-Forwarded-For or Forwarded header that can be read, or two that differ, ${consequence} Have it set X-Forwarded-For and remove Forwarded. ${otherwise}`,
  'no-peer': `Requests come over a connection that has no address, ${consequence}`,
};

/**
 * Warnings that are due before any request has come: a service in a container, without declared proxies, will see its
 * gateway instead of clients when its port is published.
 */
export function startWarnings(
  { trustedProxies, gateways }: ClientAddressSettings,
  inContainer: boolean,
): readonly string[] {
  if (!inContainer || gateways.length === 0 || trustedProxies.length > 0) return [];
  return [
    `This looks like a container without a declared proxy. What comes over its gateway (${gateways.join(', ')}) hides who sent it: then the address of the client is unknown, "trusted" is false and no place is shown.`,
  ];
}
