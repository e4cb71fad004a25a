// The plex pin API: each handler parses a command, has a verb do it, presents the outcome.
import { prefixOf } from '../../pins/address.ts';
import { isWellFormed, plexCodes } from '../../pins/code.ts';
import type { Pin } from '../../pins/pin.ts';
import { approvePin } from '../../service/approve-pin.ts';
import { cancelPin } from '../../service/cancel-pin.ts';
import { openCode } from '../../service/open-code.ts';
import { readPin } from '../../service/read-pin.ts';
import { redeemPin } from '../../service/redeem-pin.ts';
import { requestPin } from '../../service/request-pin.ts';
import { plexErrors } from '../../vocabulary/plex.ts';
import { formatOf, parseCreate, parseLink, parseRead } from '../../wire/plex-v2/parse.ts';
import {
  nothing,
  plexPinOf,
  presentError,
  presentPin,
  presentRefusal,
  type PinSurroundings,
} from '../../wire/plex-v2/present.ts';
import { qrPng, qrSvg } from '../qr.ts';
import type { ApiCall, ApiHandler } from './route.ts';
import { findTokenHolder } from './token-holder.ts';

const surroundings = ({ context, arrival }: ApiCall, token: string | null): PinSurroundings => ({
  now: context.ports.clock.now(),
  baseUrl: arrival.baseUrl,
  token,
  approverPlace: context.settings.approverPlace,
});

/** Budget keys: the network that asks. Addresses that cannot be known share one. */
const networkOf = ({ arrival }: ApiCall): string => (arrival.address === null ? 'unknown' : prefixOf(arrival.address));

/** `POST /api/v2/pins`. */
export const createPlexPin: ApiHandler = async (call) => {
  const { request, arrival, context } = call;
  const format = formatOf(request);
  const command = parseCreate(request);
  if (!command.ok) return presentError(command.refusal, format);
  const budget = await context.limits.spend('issue', [networkOf(call)]);
  if (!budget.ok) return presentRefusal(budget.refusal, format);

  const { clientIdentifier, strong, claims, wantsToApprove } = command.value;
  const kind = strong ? 'strong' : 'weak';
  const place = context.places.lookup(arrival.address);
  const result = await requestPin(context.ports, {
    dialect: 'plex',
    kind,
    format: plexCodes[kind],
    holder: clientIdentifier,
    requester: { claims, address: arrival.address, place, wantsToApprove },
  });
  if (!result.ok) return presentRefusal(result.refusal, format);
  return presentPin(201, plexPinOf(result.value, surroundings(call, null)), format, false);
};

const isOpened = ({ state }: Pin): boolean => state.at === 'pending' && state.opened !== null;

/** `GET /api/v2/pins/{id}`. */
export const readPlexPin: ApiHandler = async (call) => {
  const { request, arrival, context } = call;
  const format = formatOf(request);
  const command = parseRead(request, call.part('id'));
  if (!command.ok) return presentError(command.refusal, format);

  const { clientIdentifier, handle, code } = command.value;
  const read = await readPin(context.ports, { dialect: 'plex', handle, holder: clientIdentifier, code });
  if (!read.ok) return presentRefusal(read.refusal, format);
  if (read.value.state.at === 'pending') {
    return presentPin(200, plexPinOf(read.value, surroundings(call, null)), format, isOpened(read.value));
  }
  const collected = await redeemPin(context.ports, read.value.key, arrival.address);
  if (!collected.ok) return presentRefusal(collected.refusal, format);
  const { pin, token } = collected.value;
  return presentPin(200, plexPinOf(pin, surroundings(call, token)), format, false);
};

/** `DELETE /api/v2/pins/{id}`: ours; plex.tv has no word for it. */
export const cancelPlexPin: ApiHandler = async (call) => {
  const { request, context } = call;
  const format = formatOf(request);
  const command = parseRead(request, call.part('id'));
  if (!command.ok) return presentError(command.refusal, format);

  const { clientIdentifier, handle, code } = command.value;
  const result = await cancelPin(context.ports, { dialect: 'plex', handle, holder: clientIdentifier, code });
  return result.ok ? nothing : presentRefusal(result.refusal, format);
};

/** `PUT /api/v2/pins/link`: approve by API, with the token of a device that may. */
export const linkPlexPin: ApiHandler = async (call) => {
  const { request, arrival, context } = call;
  const format = formatOf(request);
  const holder = await findTokenHolder(call);
  if (holder === undefined) return presentError(plexErrors.unauthenticated, format);
  if (!holder.grant.mayApprove) return presentError(plexErrors.notForThisDevice, format);
  const code = parseLink(request);
  if (!code.ok) return presentError(code.refusal, format);
  const budget = await context.limits.spend('code-entry', [holder.account.id, networkOf(call)]);
  if (!budget.ok) return presentRefusal(budget.refusal, format);

  const opened = await openCode(context.ports, code.value, holder.account.id);
  if (!opened.ok) return presentRefusal(opened.refusal, format);
  const approved = await approvePin(context.ports, {
    pinKey: opened.value.key,
    account: holder.account,
    address: arrival.address,
    place: context.places.lookup(arrival.address),
    mayApprove: false,
  });
  return approved.ok ? nothing : presentRefusal(approved.refusal, format);
};

/** `GET /api/v2/pins/qr/{code}`: draws any well-formed code, so that it tells nobody which codes live. */
export const drawPlexQr: ApiHandler = ({ request, arrival, part }) => {
  const code = part('code');
  if (!isWellFormed(code))
    return presentError({ ...plexErrors.malformed, message: 'That is no code' }, formatOf(request));
  const text = `${arrival.baseUrl}/link?code=${code}`;
  const svg =
    request.suffix === 'svg' ||
    (request.suffix === null && /\bimage\/svg\+xml\b/i.test(request.header('accept') ?? ''));
  return {
    status: 200,
    headers: {
      'content-type': svg ? 'image/svg+xml' : 'image/png',
      'cache-control': 'public, max-age=3600',
      vary: 'accept',
      'cross-origin-resource-policy': 'cross-origin',
    },
    body: svg ? qrSvg(text) : qrPng(text),
  };
};
