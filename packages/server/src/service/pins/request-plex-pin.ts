import { plexCodes } from '../../domain/code.ts';
import type { DeviceKey, Pin, Requester } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { admitRequest, type AdmissionPorts } from './admit-request.ts';
import { drawPlexId, requestPin } from './request-pin.ts';

/** A request for a plex pin, in any generation of the API. */
export interface PlexPinRequest {
  readonly clientIdentifier: string;
  readonly kind: 'weak' | 'strong';
  readonly requester: Requester;
  readonly deviceKey: DeviceKey | null;
}

/** Issues a plex pin if the request is admitted. */
export async function requestPlexPin(
  ports: AdmissionPorts,
  { clientIdentifier: clientId, kind, requester, deviceKey }: PlexPinRequest,
): Promise<PinResult<Pin>> {
  const asked = { protocol: 'plex', kind, clientId, requester, keyThumbprint: null, deviceKey } as const;
  const admitted = await admitRequest(ports, { ...asked, format: plexCodes[kind] });
  if (!admitted.ok) return admitted;
  return requestPin(ports, {
    ...asked,
    format: admitted.value,
    authorizationRequest: null,
    drawPublicId: () => drawPlexId(ports),
  });
}
