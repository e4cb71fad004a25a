// The hot path: most requests are polls that find their pin pending. They are answered from the driver cache, in the
// turn of the event loop in which they arrive. Where this file returns undefined, the use case of the poll answers
// instead, which waits for the store.
import type { Pin } from '../domain/pin.ts';
import { pollInterval } from '../domain/polling.ts';
import type { ReadCommand } from '../protocols/plex-v2/parse.ts';
import type { TokenCommand } from '../protocols/oauth/parse.ts';
import { numberToMatch } from '../service/pins/number-to-match.ts';
import { isPlainDevicePoll, type Waiting } from '../service/pins/poll-device-code.ts';
import { isPlainRead } from '../service/pins/read-pin.ts';
import { isProven } from '../tokens/client-authentication.ts';
import { readingOf } from './plex/pin-steps.ts';
import type { ApiCall } from './server/route.ts';

/** The pin of a plain poll that has nothing to wait for, nothing to prove and nothing new to record. */
export function pendingPlexPin(call: ApiCall, command: ReadCommand): Pin | undefined {
  const { context, requestContext } = call;
  const { pending, clock, keys } = context.ports;
  if (requestContext.poll !== 'plain') return undefined;
  const pin = pending.peek('plex', command.publicId, clock.now());
  if (pin === undefined || (pin.deviceKey !== null && command.deviceJwt !== null)) return undefined;
  if (!isPlainRead({ keys, clock }, readingOf(call, command), pin)) return undefined;
  context.polls.atOnce('plex');
  return pin;
}

/** The result of a plain poll at the token endpoint, for a client with no proof to be verified. */
export function pendingDeviceCode(
  { request, context, requestContext }: ApiCall,
  command: TokenCommand,
): Waiting | undefined {
  const { pending, clock, keys } = context.ports;
  if (requestContext.poll !== 'plain' || command.grant !== 'device_code') return undefined;
  if (request.header('dpop') !== undefined || command.authentication.method === 'private_key_jwt') return undefined;
  const client = pending.client(command.authentication.clientId);
  if (client === undefined || !isProven(keys, client, command.authentication)) return undefined;
  const pin = pending.peek('oauth', keys.hash(command.deviceCode), clock.now());
  const poll = { clientId: client.id, reader: requestContext.address, codeVerifier: command.codeVerifier };
  if (pin === undefined || !isPlainDevicePoll({ keys }, pin, poll)) return undefined;
  context.polls.atOnce('oauth');
  return { kind: 'waiting', pin, tooSoon: pending.pace(pin, pollInterval), number: numberToMatch(keys, pin) };
}
