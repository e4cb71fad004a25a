// The plex pin API: each handler parses a command, calls its use case and presents the outcome.
import { isWellFormed } from '../../domain/code.ts';
import type { Bar } from '../../domain/approval-policy.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { cancelPin } from '../../service/pins/cancel-pin.ts';
import { decideByDelegate } from '../../service/pins/decide-by-delegate.ts';
import type { Decision } from '../../service/pins/decide-pin.ts';
import type { PolledPlexPin } from '../../service/pins/poll-plex-pin.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { plexErrors, type PlexError, type PlexFormat } from '../../protocols/constants/plex.ts';
import { adaptPinToLegacy } from '../../protocols/plex-legacy/legacy.ts';
import { formatOf, parseCreate, parseLink, parseRead, type ReadCommand } from '../../protocols/plex-v2/parse.ts';
import {
  nothing,
  plexPinOf,
  presentError,
  presentPin,
  presentRefusal,
  type PinSurroundings,
} from '../../protocols/plex-v2/present.ts';
import { presentUncollected } from '../../protocols/plex-v2/waiting.ts';
import { pendingPlexPin } from '../pending-poll.ts';
import { qrPng, qrSvg } from './qr.ts';
import { legacyOf } from './legacy-of.ts';
import { deviceJwtErrors } from './jwt-steps.ts';
import { issuePin, pollPin, readingOf } from './pin-steps.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';
import { withToken } from './token-owner.ts';
import { offeringWait, waitingFor } from '../long-poll/offer.ts';

const surroundings = ({ context, requestContext }: ApiCall, token: string | null): PinSurroundings => ({
  now: context.ports.clock.now(),
  baseUrl: requestContext.baseUrl,
  token,
  approverPlace: context.settings.approverPlace,
});

/** A response about a pin, in the format and protocol version of the client. A poll without a token may be held. */
function presentPolled(call: ApiCall, status: 200 | 201, { pin, token }: PolledPlexPin): WireResponse {
  const legacy = legacyOf(call);
  const format = formatOf(call.request);
  const around = surroundings(call, token);
  if (legacy === null && status === 200 && token === null) {
    return waitingFor(pin, presentUncollected(pin, around.now, around.baseUrl, format));
  }
  const isOpened = pin.state.at === 'pending' && pin.state.opened !== null;
  const response = presentPin(status, plexPinOf(pin, around), format, isOpened);
  const dressed = legacy === null ? response : adaptPinToLegacy(response, legacy);
  return status === 200 && token === null ? waitingFor(pin, dressed) : dressed;
}

/** `POST /api/v2/pins`. */
export const createPlexPin: ApiHandler = async (call) => {
  const command = parseCreate(call.request);
  if (!command.ok) return presentError(command.refusal, formatOf(call.request));
  const issued = await issuePin(call, command.value);
  if (!issued.ok) return presentRefusal(issued.refusal, formatOf(call.request));
  return offeringWait(call, presentPolled(call, 201, { pin: issued.value, token: null }));
};

async function readPin(call: ApiCall, command: ReadCommand): Promise<WireResponse> {
  const polled = await pollPin(call, command);
  if (polled.ok) return presentPolled(call, 200, polled.value);
  return polled.refusal.kind === 'bad-proof'
    ? presentError(deviceJwtErrors[polled.refusal.fault], formatOf(call.request))
    : presentRefusal(polled.refusal, formatOf(call.request));
}

/** `GET /api/v2/pins/{id}`. */
export const readPlexPin: ApiHandler = (call) => {
  const command = parseRead(call.request, call.part('id'));
  if (!command.ok) return presentError(command.refusal, formatOf(call.request));
  const pin = pendingPlexPin(call, command.value);
  return pin === undefined ? readPin(call, command.value) : presentPolled(call, 200, { pin, token: null });
};

/** `DELETE /api/v2/pins/{id}`: an extension of plex.tv's API. */
export const cancelPlexPin: ApiHandler = async (call) => {
  const { request, context } = call;
  const format = formatOf(request);
  const command = parseRead(request, call.part('id'));
  if (!command.ok) return presentError(command.refusal, format);

  const result = await cancelPin(context.ports, readingOf(call, command.value));
  return result.ok ? nothing : presentRefusal(result.refusal, format);
};

/** Decides about the pin whose code a delegate device passes on. */
const byDelegate = (answer: Decision['answer']): ApiHandler =>
  withToken(async ({ request, requestContext, context }, { account, grant }) => {
    const delegate = { account, grant, address: requestContext.address };
    const decided = await decideByDelegate(context.ports, delegate, { answer, code: parseLink(request) });
    return decided.ok ? nothing : presentUndecided(decided.refusal, formatOf(request));
  });

/** plex has no error for each reason that bars an approval. */
function presentUndecided(
  refusal: Refusal | Bar | { readonly kind: 'malformed'; readonly fault: PlexError },
  format: PlexFormat,
): WireResponse {
  switch (refusal.kind) {
    case 'malformed':
      return presentError(refusal.fault, format);
    case 'client-gone':
    case 'blocked':
    case 'not-in-group':
    case 'too-far':
    case 'code-not-typed':
    case 'no-scopes-left':
    case 'number-missing':
    case 'stale-sign-in':
      return presentRefusal({ kind: 'not-allowed' }, format);
    default:
      return presentRefusal(refusal, format);
  }
}

/** `PUT /api/v2/pins/link`: approve by API, with the token of a device that may. */
export const linkPlexPin: ApiHandler = byDelegate('approve');

/** `DELETE /api/v2/pins/link`: deny by API; an extension of plex.tv's API. */
export const denyPlexPin: ApiHandler = byDelegate('deny');

/** `GET /api/v2/pins/qr/{code}`: draws any well-formed code, so that it does not reveal which codes are live. */
export const drawPlexQr: ApiHandler = ({ request, requestContext, part }) => {
  const code = part('code');
  if (!isWellFormed(code))
    return presentError({ ...plexErrors.malformed, message: 'That is no code' }, formatOf(request));
  const text = `${requestContext.baseUrl}/link?code=${code}`;
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
