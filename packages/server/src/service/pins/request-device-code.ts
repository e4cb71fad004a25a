import type { CodeFormat } from '../../domain/code.ts';
import type { AuthorizationRequest } from '../../domain/authorization-request.ts';
import type { Pin, Requester } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted } from '../../domain/result.ts';
import type { PinPorts } from './pin-ports.ts';
import { requestPin } from './request-pin.ts';

/** A request for a device code. */
export interface DeviceCodeRequest {
  readonly clientId: string;
  readonly format: CodeFormat;
  readonly requester: Requester;
  readonly authorizationRequest: AuthorizationRequest;
  readonly keyThumbprint: string | null;
  /** The client's policy: an approval needs the number that the device shows. */
  readonly matchesNumber?: boolean;
}

/** A pin and the secret that its device polls with. */
export interface IssuedDeviceCode {
  readonly pin: Pin;
  /** 256 random bits, returned once; the pin stores its hash (D45). */
  readonly deviceCode: string;
}

/** Issues a pin with a device code (RFC 8628 §3.2). */
export async function requestDeviceCode(
  ports: Pick<PinPorts, 'pins' | 'clock' | 'random' | 'keys' | 'events' | 'issuing'>,
  { clientId, ...asked }: DeviceCodeRequest,
): Promise<PinResult<IssuedDeviceCode>> {
  let deviceCode = '';
  const issued = await requestPin(ports, {
    ...asked,
    protocol: 'oauth',
    kind: 'user',
    clientId: clientId,
    deviceKey: null,
    drawPublicId() {
      deviceCode = `${ports.random.id()}${ports.random.id()}`;
      return ports.keys.hash(deviceCode);
    },
  });
  return issued.ok ? accepted({ pin: issued.value, deviceCode }) : issued;
}
