// What the pin routes of every plex generation do between parsing and presenting.
import type { Pin } from '../../domain/pin.ts';
import type { PollKind } from '../../domain/polling.ts';
import type { PinResult, Refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { pollPlexPin, type BadProof, type PolledPlexPin } from '../../service/pins/poll-plex-pin.ts';
import type { PinReading } from '../../service/pins/read-pin.ts';
import { requestPlexPin } from '../../service/pins/request-plex-pin.ts';
import { deviceKeyOf } from '../../tokens/device-key.ts';
import type { CreateCommand, ReadCommand } from '../../protocols/plex-v2/parse.ts';
import { placeOf } from '../server/requester.ts';
import { audiencesOf, jwtUser } from './jwt-steps.ts';
import type { ApiCall } from '../server/route.ts';

/** Requests the pin that a command of any plex generation asks for. */
export async function issuePin(call: ApiCall, command: CreateCommand): Promise<PinResult<Pin>> {
  const { clientIdentifier, strong, deviceInfo, wantsToApprove, jwk } = command;
  return requestPlexPin(call.context.ports, {
    clientIdentifier,
    kind: strong ? 'strong' : 'weak',
    requester: { deviceInfo, ...placeOf(call), wantsToApprove },
    deviceKey: jwk === null ? null : await deviceKeyOf(jwk),
  });
}

/**
 * The request of a device that reads or cancels its pin, with its address.
 *
 * @param kind the kind of a poll; left out for anything else
 */
export function readingOf(
  { request, requestContext }: ApiCall,
  { clientIdentifier: clientId, publicId, code }: ReadCommand,
  kind?: PollKind,
): PinReading {
  const agent = request.header('user-agent') ?? null;
  return { protocol: 'plex', publicId, clientId, code, from: requestContext.address, agent, kind };
}

/** Runs the poll of a command of any plex generation. */
export function pollPin(call: ApiCall, command: ReadCommand): Promise<Result<PolledPlexPin, Refusal | BadProof>> {
  call.context.polls.read('plex', call.requestContext.poll);
  return pollPlexPin(call.context.ports, {
    ...readingOf(call, command, call.requestContext.poll),
    deviceJwt: command.deviceJwt,
    audiences: audiencesOf(call),
    userOf: jwtUser(call),
  });
}
