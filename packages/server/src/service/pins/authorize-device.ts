import type { CodeFormat } from '../../domain/code.ts';
import type { OpenIdRequest } from '../../domain/authorization-request.ts';
import { barToDeviceCode, type DeviceGrantBar } from '../../domain/device-grant.ts';
import type { Requester } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refused, type Result } from '../../domain/result.ts';
import { defaultScopes, findOverreach, type Overreach } from '../../domain/scopes.ts';
import type { OAuthClient, OAuthClients } from '../ports/oauth-clients.ts';
import { admitRequest, type AdmissionPorts } from './admit-request.ts';
import type { PinPorts } from './pin-ports.ts';
import { requestDeviceCode, type IssuedDeviceCode } from './request-device-code.ts';

/** A device authorization request of an authenticated client (RFC 8628 §3.1). */
export interface DeviceAuthorizationRequest<KeyFault> {
  readonly client: OAuthClient;
  /** Null for all that the client is registered for. */
  readonly scopes: readonly string[] | null;
  /** RFC 8707. */
  readonly resources: readonly string[];
  /** What it requests with the scope `openid`; undefined without. */
  readonly openid?: OpenIdRequest | undefined;
  /** RFC 7636; undefined for none. */
  readonly codeChallenge?: string | undefined;
  readonly requester: Requester;
  readonly format: CodeFormat;
  /** The client says that its person has no browser on the same machine. */
  readonly hasNoBrowser: boolean;
  /** `dpop_jkt`: thumbprint of the key to bind the tokens to, or null. */
  readonly namedKey: string | null;
  /**
   * Verifies the request's proof; gives the key's thumbprint, or null. Called last, because a proof can be used only
   * once.
   */
  readonly proveKey: () => Promise<Result<string | null, KeyFault>>;
}

/** Why a client gets no code. */
export type AuthorizationRefusal =
  | Refusal
  /** It is to sign its people in in a browser. */
  | { readonly kind: 'wrong-flow'; readonly why: DeviceGrantBar }
  | { readonly kind: 'overreach'; readonly what: Overreach }
  /** `dpop_jkt` and the proof name different keys. */
  | { readonly kind: 'two-keys' };

/** What issuing a device code needs from outside. */
export type DeviceAuthorizationPorts = AdmissionPorts &
  Pick<PinPorts, 'keys'> & {
    readonly oauthClients: Pick<OAuthClients, 'markUsed'>;
    /** Whether the operator lets any client have a device code. */
    readonly givesDeviceCodes: boolean;
  };

/** Issues a device code to a client that may have what it requests, and is admitted. */
export async function authorizeDevice<KeyFault>(
  ports: DeviceAuthorizationPorts,
  {
    client,
    resources,
    openid,
    codeChallenge,
    requester,
    format,
    hasNoBrowser,
    namedKey,
    proveKey,
    scopes,
  }: DeviceAuthorizationRequest<KeyFault>,
): Promise<Result<IssuedDeviceCode, AuthorizationRefusal | { readonly kind: 'key-fault'; readonly fault: KeyFault }>> {
  const why = barToDeviceCode(client, ports.givesDeviceCodes, hasNoBrowser);
  if (why !== null) return refused({ kind: 'wrong-flow', why });
  const wanted = scopes ?? defaultScopes(client);
  const what = findOverreach(client, wanted, resources);
  if (what !== null) return refused({ kind: 'overreach', what });
  const proven = await proveKey();
  if (!proven.ok) return refused({ kind: 'key-fault', fault: proven.refusal });
  if (namedKey !== null && proven.value !== null && namedKey !== proven.value) return refused({ kind: 'two-keys' });

  const keyThumbprint = namedKey ?? proven.value;
  const request = {
    protocol: 'oauth',
    kind: 'user',
    clientId: client.id,
    requester,
    keyThumbprint,
    deviceKey: null,
  } as const;
  const admitted = await admitRequest(ports, { ...request, format });
  if (!admitted.ok) return admitted;
  const issued = await requestDeviceCode(ports, {
    clientId: client.id,
    format: admitted.value,
    requester,
    authorizationRequest: {
      scopes: wanted,
      resources,
      ...(openid === undefined ? {} : { openid }),
      ...(codeChallenge === undefined ? {} : { codeChallenge }),
    },
    keyThumbprint,
    matchesNumber: client.numberMatching,
  });
  if (issued.ok) await ports.oauthClients.markUsed(client.id, issued.value.pin.createdAt);
  return issued;
}
