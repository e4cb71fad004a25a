// The device authorization endpoint (RFC 8628 §3.1).
import { shownText } from '../../domain/device-info.ts';
import { pollInterval } from '../../domain/polling.ts';
import { groupSize } from '../../domain/code.ts';
import { authorizeDevice as authorize, type AuthorizationRefusal } from '../../service/pins/authorize-device.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { OAuthError } from '../../protocols/constants/oauth.ts';
import { parseDeviceAuthorization } from '../../protocols/oauth/parse.ts';
import { presentDeviceAuthorization, presentOAuthError, presentOAuthRefusal } from '../../protocols/oauth/present.ts';
import { placeOf } from '../server/requester.ts';
import { eventsOf } from '../long-poll/events.ts';
import { findClient, findProvenKey } from './client.ts';
import { noDeviceCodes, overreaches } from './overreach.ts';
import { proofsOf } from './proofs.ts';
import type { ApiHandler } from '../server/route.ts';
import { offeringWait } from '../long-poll/offer.ts';

/** `WXYZ-1234`: as people read it out. */
const grouped = (code: string): string =>
  (code.match(new RegExp(`.{1,${groupSize(code.length)}}`, 'g')) ?? []).join('-');

const wrong = (error: OAuthError['error'], description: string): OAuthError => ({ error, description });

type Refused = AuthorizationRefusal | { readonly kind: 'key-fault'; readonly fault: OAuthError };

function refuse(refusal: Refused, baseUrl: string): WireResponse {
  switch (refusal.kind) {
    case 'wrong-flow':
      return presentOAuthError(noDeviceCodes(refusal.why, baseUrl));
    case 'overreach':
      return presentOAuthError(overreaches[refusal.what]);
    case 'key-fault':
      return presentOAuthError(refusal.fault);
    case 'two-keys':
      return presentOAuthError(wrong('invalid_dpop_proof', 'dpop_jkt and the DPoP proof name different keys'));
    default:
      return presentOAuthRefusal(refusal);
  }
}

const nothing = { version: null, platformVersion: null, device: null, deviceName: null, model: null, vendor: null };

/** `POST /oauth/device_authorization`. */
export const authorizeDevice: ApiHandler = async (call) => {
  const { request, requestContext, context } = call;
  const command = parseDeviceAuthorization(request);
  if (!command.ok) return presentOAuthError(command.refusal);
  const proofs = proofsOf(call);
  const found = await findClient(call, command.value.authentication, proofs);
  if (!found.ok) return presentOAuthError(found.refusal);
  const client = found.value;
  const { scopes, resources, openid, codeChallenge, hasNoBrowser, keyThumbprint: namedKey } = command.value;
  const platform = shownText(request.header('user-agent') ?? null, 120);
  const deviceInfo = { ...nothing, product: client.name, platform };
  const issued = await authorize<OAuthError>(context.ports, {
    client,
    scopes,
    resources,
    openid,
    codeChallenge,
    requester: { deviceInfo, ...placeOf(call), wantsToApprove: false },
    format: context.oauth.userCodes,
    hasNoBrowser,
    namedKey,
    async proveKey() {
      const key = await findProvenKey(call, proofs);
      const used = key.ok ? await proofs.useUp() : key;
      return used.ok ? key : used;
    },
  });
  if (!issued.ok) return refuse(issued.refusal, requestContext.baseUrl);
  const { pin, deviceCode } = issued.value;
  const userCode = grouped(pin.code);
  const verificationUri = `${requestContext.baseUrl}/link`;
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
