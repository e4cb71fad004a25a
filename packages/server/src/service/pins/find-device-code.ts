import type { Pin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import type { PollKind } from '../../domain/polling.ts';
import { accepted, refused } from '../../domain/result.ts';
import { findPin } from './find-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/** A device code and the client that sends it. */
export interface DeviceCodeHolder {
  readonly deviceCode: string;
  readonly clientId: string;
  /** The kind of a poll; left out for anything else. */
  readonly kind?: PollKind | undefined;
}

/** The pin of a device code, ended or not, for the client that it was issued to (D30). */
export async function findDeviceCode(
  ports: Pick<PinPorts, 'pins' | 'pending' | 'keys' | 'clock'>,
  { deviceCode, clientId, kind }: DeviceCodeHolder,
): Promise<PinResult<Pin>> {
  const pin = await findPin(ports, 'oauth', ports.keys.hash(deviceCode), kind);
  if (pin === undefined || pin.redirect !== undefined) return refused({ kind: 'not-found' });
  return pin.clientId === clientId ? accepted(pin) : refused({ kind: 'wrong-client' });
}
