// The token endpoint (RFC 6749 §3.2, RFC 8628 §3.4).
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { pollInterval } from '../../domain/polling.ts';
import { mayUseGrant } from '../../domain/oauth-client.ts';
import { pollDeviceCode } from '../../service/pins/poll-device-code.ts';
import type { IssueTokens } from '../../service/pins/redeem-approved.ts';
import { redeemAuthorizationCode } from '../../service/pins/redeem-authorization-code.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { firstTokens } from '../../service/tokens/token-sets.ts';
import { refresh, type RefreshRefusal } from '../../service/tokens/refresh-tokens.ts';
import type { OAuthError } from '../../protocols/constants/oauth.ts';
import { parseToken, type TokenCommand } from '../../protocols/oauth/parse.ts';
import { presentOAuthError, presentOAuthRefusal, presentText, presentWaiting } from '../../protocols/oauth/present.ts';
import { pendingDeviceCode } from '../pending-poll.ts';
import { findClient, findProvenKey } from './client.ts';
import { noAuthorizationCodes } from './overreach.ts';
import { proofsOf, type Proofs } from './proofs.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';

/** Makes the first tokens of a client. */
const issuingFor =
  ({ context, requestContext }: ApiCall, client: OAuthClient): IssueTokens =>
  (...approved) =>
    firstTokens(context.ports, client, requestContext.baseUrl, ...approved);

async function answerDevice(
  call: ApiCall,
  client: OAuthClient,
  { deviceCode, codeVerifier }: TokenCommand & { grant: 'device_code' },
  provenKey: string | null,
  proofs: Proofs,
): Promise<WireResponse> {
  const { context, requestContext } = call;
  const polled = await pollDeviceCode<OAuthError>(
    context.ports,
    {
      deviceCode,
      clientId: client.id,
      provenKey,
      codeVerifier,
      reader: requestContext.address,
      interval: pollInterval,
      kind: requestContext.poll,
      useUp: () => proofs.useUp(),
    },
    issuingFor(call, client),
  );
  if (!polled.ok) {
    const { refusal } = polled;
    return refusal.kind === 'used-before' ? presentOAuthError(refusal.fault) : presentOAuthRefusal(refusal);
  }
  return polled.value.kind === 'waiting' ? presentWaiting(polled.value) : presentText(polled.value.body);
}

async function answerCode(
  call: ApiCall,
  client: OAuthClient,
  { code, redirectUri, codeVerifier }: TokenCommand & { grant: 'authorization_code' },
  provenKey: string | null,
  proofs: Proofs,
): Promise<WireResponse> {
  if (!mayUseGrant(client, 'authorization_code')) return presentOAuthError(noAuthorizationCodes);
  const { context, requestContext } = call;
  const redeemed = await redeemAuthorizationCode<OAuthError>(
    context.ports,
    {
      code,
      clientId: client.id,
      redirectUri,
      codeVerifier,
      provenKey,
      reader: requestContext.address,
      useUp: () => proofs.useUp(),
    },
    issuingFor(call, client),
  );
  if (redeemed.ok) return presentText(redeemed.value);
  const { refusal } = redeemed;
  return refusal.kind === 'used-before' ? presentOAuthError(refusal.fault) : presentOAuthRefusal(refusal);
}

const refreshErrors: Readonly<Record<RefreshRefusal, OAuthError>> = {
  'invalid-grant': { error: 'invalid_grant', description: 'this refresh token is not good here' },
  'wrong-key': { error: 'invalid_dpop_proof', description: 'prove the key that the tokens are bound to' },
  'invalid-scope': { error: 'invalid_scope', description: 'a scope was not granted' },
  'invalid-target': { error: 'invalid_target', description: 'a resource was not granted' },
};

async function answerRefresh(
  { context, requestContext }: ApiCall,
  client: OAuthClient,
  command: TokenCommand & { grant: 'refresh_token' },
  provenKey: string | null,
): Promise<WireResponse> {
  const { refreshToken, scopes, resources } = command;
  const result = await refresh(context.ports, {
    client,
    refreshToken,
    scopes,
    resources,
    provenKey,
    issuer: requestContext.baseUrl,
    address: requestContext.address,
  });
  return result.ok ? presentText(result.value) : presentOAuthError(refreshErrors[result.refusal]);
}

async function answer(call: ApiCall, command: TokenCommand): Promise<WireResponse> {
  const proofs = proofsOf(call);
  const client = await findClient(call, command.authentication, proofs);
  if (!client.ok) return presentOAuthError(client.refusal);
  const proven = await findProvenKey(call, proofs);
  if (!proven.ok) return presentOAuthError(proven.refusal);
  if (command.grant === 'device_code') {
    call.context.polls.read('oauth', call.requestContext.poll);
    return answerDevice(call, client.value, command, proven.value, proofs);
  }
  if (command.grant === 'authorization_code') return answerCode(call, client.value, command, proven.value, proofs);
  const used = await proofs.useUp();
  return used.ok ? answerRefresh(call, client.value, command, proven.value) : presentOAuthError(used.refusal);
}

/** `POST /oauth/token`. */
export const exchangeToken: ApiHandler = (call) => {
  const command = parseToken(call.request);
  if (!command.ok) return presentOAuthError(command.refusal);
  const waiting = pendingDeviceCode(call, command.value);
  return waiting === undefined ? answer(call, command.value) : presentWaiting(waiting);
};
