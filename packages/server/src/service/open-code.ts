import { foldCode } from '../pins/code.ts';
import { open, type Pin } from '../pins/pin.ts';
import type { PinResult } from '../pins/refusal.ts';
import { refused } from '../pins/result.ts';
import { changePin } from './change-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * A signed-in person gives a code and sees which pin it is.
 *
 * @param typed the code as the person typed it; case, spaces, dashes and look-alikes are forgiven
 * @param account who looks
 * @param session the browser session that looks; null when the code is given by API
 */
export async function openCode(
  ports: Pick<PinPorts, 'pins' | 'wakes' | 'clock'>,
  typed: string,
  account: string,
  session: string | null = null,
): Promise<PinResult<Pin>> {
  const found = await ports.pins.byCode(foldCode(typed), ports.clock.now());
  if (found === undefined) return refused({ kind: 'not-found' });
  return changePin(ports, found.key, (pin) => open(pin, account, ports.clock.now(), session));
}
