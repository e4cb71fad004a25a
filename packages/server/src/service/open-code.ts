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
 * @param fits a live pin that does not fit is as good as none
 */
export async function openCode(
  ports: Pick<PinPorts, 'pins' | 'wakes' | 'clock'>,
  typed: string,
  account: string,
  session: string | null = null,
  fits: (pin: Pin) => boolean = () => true,
): Promise<PinResult<Pin>> {
  const found = await ports.pins.byCode(foldCode(typed), ports.clock.now());
  if (found === undefined || !fits(found)) return refused({ kind: 'not-found' });
  return changePin(ports, found.key, (pin) => open(pin, account, ports.clock.now(), session));
}
