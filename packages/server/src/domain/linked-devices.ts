// Pure: no I/O, no clock, no randomness. What a person sees as one device: a grant, or an app with all its sign-ins by redirect.
import { nameOf } from './device-info.ts';
import type { Grant } from './grant.ts';

/** The same for all grants that a person sees as one device. */
export const deviceKeyOf = ({ id, byRedirect, account, protocol, clientId }: Grant): string =>
  byRedirect === true ? JSON.stringify([account, protocol, clientId]) : id;

/**
 * The device of some grants: the one that was used last, with the scopes of all, and the name that its person gave any of them.
 * A later sign-in comes with the app's own name.
 */
function deviceOf(grants: readonly [Grant, ...Grant[]]): Grant {
  const [last, ...others] = grants;
  if (others.length === 0) return last;
  const { name } = grants.find((grant) => grant.name !== nameOf(grant.deviceInfo)) ?? last;
  return { ...last, name, scopes: [...new Set(grants.flatMap(({ scopes }) => scopes))] };
}

/**
 * The devices that a person sees.
 *
 * @param grants live grants, the last used first
 * @returns one grant of each device, by its key, in the same order
 */
export function linkedDevices(grants: readonly Grant[]): ReadonlyMap<string, Grant> {
  const all = new Map<string, [Grant, ...Grant[]]>();
  for (const grant of grants) {
    const key = deviceKeyOf(grant);
    const known = all.get(key);
    if (known === undefined) all.set(key, [grant]);
    else known.push(grant);
  }
  return new Map([...all].map(([key, same]) => [key, deviceOf(same)]));
}
