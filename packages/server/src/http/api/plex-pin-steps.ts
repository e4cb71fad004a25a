// What the pin routes of every plex generation do between parsing and presenting.
import { plexCodes } from '../../pins/code.ts';
import type { Pin } from '../../pins/pin.ts';
import type { PinResult } from '../../pins/refusal.ts';
import { accepted } from '../../pins/result.ts';
import { readPin } from '../../service/read-pin.ts';
import { redeemPin } from '../../service/redeem-pin.ts';
import { drawPlexId, requestPin } from '../../service/request-pin.ts';
import type { CreateCommand, ReadCommand } from '../../wire/plex-v2/parse.ts';
import { networkKey } from '../budget-keys.ts';
import type { ApiCall } from './route.ts';

/** Issues a pin within the asker's budget. */
export async function issuePin(call: ApiCall, command: CreateCommand): Promise<PinResult<Pin>> {
  const { arrival, context } = call;
  const budget = await context.limits.spend('issue', [networkKey(arrival.address)]);
  if (!budget.ok) return budget;
  const { clientIdentifier, strong, claims, wantsToApprove } = command;
  const kind = strong ? 'strong' : 'weak';
  return requestPin(context.ports, {
    dialect: 'plex',
    kind,
    format: plexCodes[kind],
    holder: clientIdentifier,
    ask: null,
    keyThumbprint: null,
    drawHandle: () => drawPlexId(context.ports),
    requester: { claims, address: arrival.address, place: context.places.lookup(arrival.address), wantsToApprove },
  });
}

/** A pin and, when it is there to be collected, its token. */
export interface Look {
  readonly pin: Pin;
  readonly token: string | null;
}

/** Reads a pin for its holder, and redeems it when it is approved. */
export async function lookAtPin({ arrival, context }: ApiCall, command: ReadCommand): Promise<PinResult<Look>> {
  const { clientIdentifier, handle, code } = command;
  const read = await readPin(context.ports, { dialect: 'plex', handle, holder: clientIdentifier, code });
  if (!read.ok) return read;
  if (read.value.state.at === 'pending') return accepted({ pin: read.value, token: null });
  return redeemPin(context.ports, read.value.key, arrival.address);
}
