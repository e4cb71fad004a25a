// The plex pin API before v2.
import type { Pin } from '../../domain/pin.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { presentErrorV1, presentPinV1, presentRefusalV1 } from '../../protocols/plex-v1/present.ts';
import { parseCreate, parseRead, type ReadCommand } from '../../protocols/plex-v2/parse.ts';
import { deviceJwtErrors } from './jwt-steps.ts';
import { pendingPlexPin } from '../pending-poll.ts';
import { issuePin, pollPin } from './pin-steps.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';
import { offeringWait, waitingFor } from '../long-poll/offer.ts';

/** `POST /pins.xml`: always a code that a person can type. */
export const createPinV1: ApiHandler = async (call) => {
  const command = parseCreate(call.request);
  if (!command.ok) return presentErrorV1(command.refusal.status, command.refusal.message);
  const issued = await issuePin(call, { ...command.value, strong: false, jwk: null });
  if (!issued.ok) return presentRefusalV1(issued.refusal);
  return offeringWait(call, presentPinV1(201, issued.value, call.context.ports.clock.now(), null));
};

const presentWaitingV1 = ({ context }: ApiCall, pin: Pin): WireResponse =>
  waitingFor(pin, presentPinV1(200, pin, context.ports.clock.now(), null));

async function readPin(call: ApiCall, command: ReadCommand): Promise<WireResponse> {
  const { context } = call;
  const polled = await pollPin(call, command);
  if (!polled.ok) {
    if (polled.refusal.kind !== 'bad-proof') return presentRefusalV1(polled.refusal);
    const { status, message } = deviceJwtErrors[polled.refusal.fault];
    return presentErrorV1(status, message);
  }
  const { pin, token } = polled.value;
  if (pin.state.at !== 'redeemed' || token === null) return presentWaitingV1(call, pin);
  const account = await context.store.accounts.byId(pin.state.approval.account);
  return presentPinV1(200, pin, context.ports.clock.now(), { token, userId: account?.number ?? 0 });
}

/** `GET /pins/{id}.xml`. */
export const readPinV1: ApiHandler = (call) => {
  const command = parseRead(call.request, call.part('id'));
  if (!command.ok) return presentErrorV1(command.refusal.status, command.refusal.message);
  const pin = pendingPlexPin(call, command.value);
  return pin === undefined ? readPin(call, command.value) : presentWaitingV1(call, pin);
};
