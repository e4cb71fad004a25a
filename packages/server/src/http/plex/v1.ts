// The plex pin API before v2.
import { presentErrorV1, presentPinV1, presentRefusalV1 } from '../../protocols/plex-v1/present.ts';
import { parseCreate, parseRead } from '../../protocols/plex-v2/parse.ts';
import { deviceJwtErrors } from './jwt-steps.ts';
import { issuePin, lookAtPin } from './pin-steps.ts';
import type { ApiHandler } from '../server/route.ts';
import { offeringWait, waitingFor } from '../long-poll/offer.ts';

/** `POST /pins.xml`: always a code that a person can type. */
export const createPinV1: ApiHandler = async (call) => {
  const command = parseCreate(call.request);
  if (!command.ok) return presentErrorV1(command.refusal.status, command.refusal.message);
  const issued = await issuePin(call, { ...command.value, strong: false, jwk: null });
  if (!issued.ok) return presentRefusalV1(issued.refusal);
  return offeringWait(call, presentPinV1(201, issued.value, call.context.ports.clock.now(), null));
};

/** `GET /pins/{id}.xml`. */
export const readPinV1: ApiHandler = async (call) => {
  const { request, context, part } = call;
  const command = parseRead(request, part('id'));
  if (!command.ok) return presentErrorV1(command.refusal.status, command.refusal.message);
  const look = await lookAtPin(call, command.value);
  if (!look.ok) {
    if (look.refusal.kind !== 'bad-proof') return presentRefusalV1(look.refusal);
    const { status, message } = deviceJwtErrors[look.refusal.fault];
    return presentErrorV1(status, message);
  }
  const { pin, token } = look.value;
  const now = context.ports.clock.now();
  if (pin.state.at !== 'redeemed' || token === null) return waitingFor(pin, presentPinV1(200, pin, now, null));
  const account = await context.store.accounts.byId(pin.state.approval.account);
  return presentPinV1(200, pin, now, { token, userId: account?.number ?? 0 });
};
