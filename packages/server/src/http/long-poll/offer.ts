// What the pin routes of both protocols do about waiting (RFC 7240 `wait`).
import type { Pin } from '../../domain/pin.ts';
import type { ReplayCache } from '../../service/ports/replay-cache.ts';
import { longestWait, openedHeader, waitHeader } from '../../protocols/constants/linkpin.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { withHeaders } from '../../protocols/plex-v2/present.ts';
import type { ApiCall } from '../server/route.ts';

/** Tells the device of a new pin that its polls may be held, unless that is switched off. */
export const offeringWait = ({ context }: ApiCall, response: WireResponse): WireResponse =>
  context.settings.waits === 0 ? response : withHeaders(response, { [waitHeader]: String(longestWait) });

/** A response that may be held until the pin changes. */
export const waitingFor = (pin: Pick<Pin, 'id' | 'expiresAt'>, response: WireResponse): WireResponse => ({
  ...response,
  waitingOn: { pinId: pin.id, until: pin.expiresAt, tells: response.headers[openedHeader] ?? '' },
});

const spentAlready: ReplayCache = { use: async () => true };

/** The replay cache for a request. A poll that was held has already used up its nonce or `jti` when it arrived. */
export const replayCacheOf = ({ requestContext }: ApiCall, replayCache: ReplayCache): ReplayCache =>
  requestContext.poll === 'waited' || requestContext.poll === 'woken' ? spentAlready : replayCache;
