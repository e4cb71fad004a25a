// The devices of a token's person, and how one is ended.
import type { Grant } from '../../domain/grant.ts';
import { linkedDevices } from '../../domain/linked-devices.ts';
import { plexErrors } from '../../protocols/constants/plex.ts';
import { presentDevicesV1 } from '../../protocols/plex-v1/containers.ts';
import { presentErrorV1, presentRefusalV1 } from '../../protocols/plex-v1/present.ts';
import { presentDevices } from '../../protocols/plex-v2/lists.ts';
import { formatOf, parseRename } from '../../protocols/plex-v2/parse.ts';
import { nothing, presentError } from '../../protocols/plex-v2/present.ts';
import { endByDevice, renameByDevice } from '../../service/grants/manage-grant.ts';
import { deviceNumber, plexDeviceOf } from './facts.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';
import type { TokenOwner } from '../../service/tokens/find-token-owner.ts';
import { withToken, withTokenV1 } from './token-owner.ts';

async function devicesOf({ context }: ApiCall, owner: TokenOwner) {
  const grants = [...linkedDevices(await context.store.grants.listFor(owner.account.id)).values()];
  return grants.map((grant) => plexDeviceOf(grant, owner));
}

/** `GET /devices.xml`. */
export const listDevicesV1: ApiHandler = withTokenV1(async (call, owner) =>
  presentDevicesV1(call.requestContext.address ?? '', await devicesOf(call, owner)),
);

/** `GET /api/v2/devices`. */
export const listDevices: ApiHandler = withToken(async (call, owner) =>
  presentDevices(await devicesOf(call, owner), formatOf(call.request)),
);

/** The device of the person's that a plex client's number names. */
async function deviceNamed({ context, part }: ApiCall, { account }: TokenOwner): Promise<Grant | undefined> {
  const devices = await context.ports.grants.listFor(account.id);
  return devices.find(({ id }) => deviceNumber(id) === Number(part('id')));
}

/** `PUT /api/v2/devices/{id}`: renames a device; an extension of plex.tv's API. */
export const renameDevice: ApiHandler = withToken(async (call, owner) => {
  const { request, context, part } = call;
  const format = formatOf(request);
  const name = parseRename(request, part('id'));
  if (!name.ok) return presentError(name.refusal, format);
  const named = await deviceNamed(call, owner);
  if (named === undefined) return presentError(plexErrors.notFound, format);
  const renamed = await renameByDevice(context.ports, owner.grant, named, name.value);
  if (renamed.ok) return nothing;
  return presentError(renamed.refusal === 'gone' ? plexErrors.notFound : plexErrors.notForThisDevice, format);
});

/** `DELETE /devices/{id}.xml`. */
export const endDeviceV1: ApiHandler = withTokenV1(async (call, owner) => {
  const { context, part } = call;
  if (!/^\d{1,10}$/.test(part('id'))) {
    return presentErrorV1(plexErrors.malformed.status, 'The device id must be a number');
  }
  const named = await deviceNamed(call, owner);
  if (named === undefined) return presentErrorV1(plexErrors.notFound.status, plexErrors.notFound.message);
  const ended = await endByDevice(context.ports, owner.grant, named);
  return ended.ok ? nothing : presentRefusalV1({ kind: 'not-allowed' });
});
