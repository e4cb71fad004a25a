// The device authorization endpoint (RFC 8628 §3.1).
import { openIdScope } from '../../config/oauth-clients.ts';
import { shownText } from '../../domain/device-info.ts';
import { senderOf } from '../../domain/requester-key.ts';
import { groupSize } from '../../domain/code.ts';
import { requestDeviceCode } from '../../service/pins/request-device-code.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { OAuthError } from '../../protocols/constants/oauth.ts';
import { parseDeviceAuthorization } from '../../protocols/oauth/parse.ts';
import { presentDeviceAuthorization, presentOAuthError, presentOAuthRefusal } from '../../protocols/oauth/present.ts';
import { isBlockedForEverybody } from '../../service/blocks/find-block.ts';
import { placeOf } from '../server/requester.ts';
import { pollInterval } from './context.ts';
import { eventsOf } from '../long-poll/events.ts';
import { findClient, findProvenKey } from './client.ts';
import type { ApiHandler } from '../server/route.ts';
import { offeringWait } from '../long-poll/offer.ts';

/** `WXYZ-1234`: as people read it out. */
const grouped = (code: string): string =>
  (code.match(new RegExp(`.{1,${groupSize(code.length)}}`, 'g')) ?? []).join('-');

const wrong = (error: OAuthError['error'], description: string): OAuthError => ({ error, description });

/** What the client asks for that it may not have. */
function overreach(
  client: OAuthClient,
  scopes: readonly string[],
  resources: readonly string[],
): OAuthError | undefined {
  // A client of an older version may have it among its scopes.
  if (scopes.includes(openIdScope)) return wrong('invalid_scope', 'openid is not supported: there are no ID tokens');
  if (scopes.length > 0 && client.scopes.length === 0) {
    return wrong('invalid_scope', 'the client has no scopes and may not ask for any');
  }
  if (scopes.some((scope) => !client.scopes.includes(scope))) {
    return wrong('invalid_scope', 'the client may not ask for one of these scopes');
  }
  return resources.some((resource) => !client.audiences.includes(resource))
    ? wrong('invalid_target', 'the client may not ask for one of these resources')
    : undefined;
}

/** `POST /oauth/device_authorization`. */
export const authorizeDevice: ApiHandler = async (call) => {
  const { request, arrival, context } = call;
  const command = parseDeviceAuthorization(request);
  if (!command.ok) return presentOAuthError(command.refusal);
  const found = await findClient(call, command.value.authentication);
  if (!found.ok) return presentOAuthError(found.refusal);
  const client = found.value;
  const scopes = command.value.scopes ?? client.scopes.filter((scope) => scope !== openIdScope);
  const tooMuch = overreach(client, scopes, command.value.resources);
  if (tooMuch !== undefined) return presentOAuthError(tooMuch);
  const proven = await findProvenKey(call);
  if (!proven.ok) return presentOAuthError(proven.refusal);
  const named = command.value.keyThumbprint;
  if (named !== null && proven.value !== null && named !== proven.value) {
    return presentOAuthError(wrong('invalid_dpop_proof', 'dpop_jkt and the DPoP proof name different keys'));
  }
  const keyThumbprint = named ?? proven.value;
  const asker = { protocol: 'oauth', clientId: client.id, key: keyThumbprint, address: senderOf(arrival) } as const;
  if (isBlockedForEverybody({ ...context.ports, blocks: context.store.blocks }, asker)) {
    return presentOAuthRefusal({ kind: 'not-allowed' });
  }
  const budget = await context.limits.spend('issue', arrival.address);
  if (!budget.ok) return presentOAuthRefusal(budget.refusal);

  const agent = shownText(request.header('user-agent') ?? null, 120);
  const nothing = { version: null, platformVersion: null, device: null, deviceName: null, model: null, vendor: null };
  const issued = await requestDeviceCode(context.ports, {
    clientId: client.id,
    format: context.codeAttempts.formatFor('user', context.oauth.userCodes, arrival.address),
    requester: {
      deviceInfo: { ...nothing, product: client.name, platform: agent },
      ...placeOf(call),
      wantsToApprove: false,
    },
    authorizationRequest: { scopes, resources: command.value.resources },
    keyThumbprint,
    matchesNumber: client.numberMatching,
  });
  if (!issued.ok) return presentOAuthRefusal(issued.refusal);
  const { pin, deviceCode } = issued.value;
  await context.store.oauthClients.markUsed(client.id, pin.createdAt);
  const userCode = grouped(pin.code);
  const verificationUri = `${arrival.baseUrl}/link`;
  const response = presentDeviceAuthorization({
    deviceCode,
    userCode,
    verificationUri,
    verificationUriComplete: `${verificationUri}?code=${userCode}`,
    expiresIn: Math.floor((pin.expiresAt - pin.createdAt) / 1000),
    interval: pollInterval / 1000,
    events: eventsOf(call, pin),
  });
  return offeringWait(call, response);
};
