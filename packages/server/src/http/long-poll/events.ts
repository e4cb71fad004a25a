// Event streams about pins, for pages and apps (EventSource). Their URLs contain no secret.
import type { Pin } from '../../domain/pin.ts';
import { findWatchedDeviceCode, findWatchedPin } from '../../service/pins/watch-pin.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { presentOAuthTrouble } from '../../protocols/oauth/present.ts';
import { formatOf, parseRead } from '../../protocols/plex-v2/parse.ts';
import { presentError, presentRefusal } from '../../protocols/plex-v2/present.ts';
import { networkOf } from '../../domain/address.ts';
import { beginEvents } from './event-stream.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';

const headers = Object.freeze({
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
});

const presentEvents = ({ context, requestContext }: ApiCall, pin: Pin, cursor: number): WireResponse => {
  const { ports, longPolls } = context;
  const of = { pin, network: networkOf(requestContext.address), cursor };
  return { status: 200, headers, body: null, stream: (sink) => beginEvents({ ...ports, longPolls }, of, sink) };
};

/**
 * `GET /api/v2/pins/{id}/events`: an extension of plex.tv's API. Other clients get the same 404 as for the pin itself.
 */
export const watchPlexPin: ApiHandler = async (call) => {
  const { request, context, requestContext } = call;
  const command = parseRead(request, call.part('id'));
  if (!command.ok) return presentError(command.refusal, formatOf(request));
  const { publicId, clientIdentifier: clientId } = command.value;
  const cursor = context.longPolls.cursor();
  const reading = { publicId, clientId, from: requestContext.address };
  const read = await findWatchedPin(context.ports, reading);
  return read.ok ? presentEvents(call, read.value, cursor) : presentRefusal(read.refusal, formatOf(request));
};

/** The URL of a device code's event stream. It contains only the code's hash, which gives access to nothing else. */
export const eventsOf = ({ context, requestContext }: ApiCall, pin: Pin): string | null =>
  context.settings.waits === 0 ? null : `${requestContext.baseUrl}/oauth/events/${pin.publicId}`;

/** `GET /oauth/events/{handle}`. */
export const watchDeviceCode: ApiHandler = async (call) => {
  const { ports, longPolls } = call.context;
  const cursor = longPolls.cursor();
  const pin = await findWatchedDeviceCode(ports, call.part('handle'));
  return pin === undefined ? presentOAuthTrouble('not-found') : presentEvents(call, pin, cursor);
};
