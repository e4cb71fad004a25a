// The devices of a token's person, and how one is ended.
import { plexErrors } from '../../vocabulary/plex.ts';
import { presentDevicesV1 } from '../../wire/plex-v1/containers.ts';
import { presentErrorV1, presentRefusalV1 } from '../../wire/plex-v1/present.ts';
import { presentDevices } from '../../wire/plex-v2/lists.ts';
import { formatOf } from '../../wire/plex-v2/parse.ts';
import { nothing } from '../../wire/plex-v2/present.ts';
import { deviceNumber, plexDeviceOf } from './plex-facts.ts';
import type { ApiCall, ApiHandler } from './route.ts';
import { withToken, withTokenV1, type TokenHolder } from './token-holder.ts';

async function devicesOf({ context }: ApiCall, holder: TokenHolder) {
  const grants = await context.store.grants.listFor(holder.account.id);
  return grants.map((grant) => plexDeviceOf(grant, holder));
}

/** `GET /devices.xml`. */
export const listDevicesV1: ApiHandler = withTokenV1(async (call, holder) =>
  presentDevicesV1(call.arrival.address ?? '', await devicesOf(call, holder)),
);

/** `GET /api/v2/devices`. */
export const listDevices: ApiHandler = withToken(async (call, holder) =>
  presentDevices(await devicesOf(call, holder), formatOf(call.request)),
);

/** `DELETE /devices/{id}.xml`: who may approve devices may end any of the person's; others only themselves. */
export const endDeviceV1: ApiHandler = withTokenV1(async ({ context, part }, { account, grant }) => {
  const { grants, clock } = context.ports;
  const id = part('id');
  if (!/^\d{1,10}$/.test(id)) return presentErrorV1(plexErrors.malformed.status, 'The device id must be a number');
  const named = (await grants.listFor(account.id)).find((known) => deviceNumber(known.id) === Number(id));
  if (named === undefined) return presentErrorV1(plexErrors.notFound.status, plexErrors.notFound.message);
  if (named.id !== grant.id && !grant.mayApprove) return presentRefusalV1({ kind: 'not-allowed' });
  await grants.revoke(named.id, account.id, clock.now());
  return nothing;
});
