import type { Address } from '../../domain/address.ts';
import { foldCode } from '../../domain/code.ts';
import { open, type Pin } from '../../domain/pin.ts';
import type { PinResult, Refusal } from '../../domain/refusal.ts';
import { refused, type Result } from '../../domain/result.ts';
import { changePin, type HeldPin } from './change-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/** How a person comes to a pin. */
export interface OpenOptions<Refused = Refusal> {
  /** The browser session that looks; null when the code is given by API. */
  readonly session?: string | null;
  /** From where; null when that is not known. */
  readonly address?: Address;
  /** A live pin that does not fit is as good as none. */
  readonly fits?: (pin: Pin) => boolean;
  /** What is done with a pin that fits; it is opened if nothing is said. */
  readonly act?: (pin: Pin) => Promise<Result<Pin, Refused | Refusal>>;
  /** Done beside that, so that a store can write both at once. */
  readonly meanwhile?: () => Promise<void>;
}

/**
 * A signed-in person gives a code and sees which pin it is.
 *
 * @param typed the code as the person typed it; case, spaces, dashes and look-alikes are forgiven
 * @param account who looks
 */
export async function openCode<Refused = Refusal>(
  ports: Pick<PinPorts, 'pins' | 'changeNotifier' | 'events' | 'clock'>,
  typed: string,
  account: string,
  {
    session = null,
    address = null,
    fits = () => true,
    act = (pin) => openPin(ports, pin, account, { session, address }),
    meanwhile = async () => {},
  }: OpenOptions<Refused> = {},
): Promise<Result<Pin, Refused | Refusal>> {
  const found = await ports.pins.byCode(foldCode(typed), ports.clock.now());
  if (found === undefined || !fits(found)) return refused({ kind: 'not-found' });
  const [done] = await Promise.all([act(found), meanwhile()]);
  return done;
}

/**
 * A signed-in person looks at a pin that is known already.
 *
 * @param held the pin as just read, or its internal id
 * @param account who looks
 */
export function openPin(
  ports: Pick<PinPorts, 'pins' | 'changeNotifier' | 'events' | 'clock'>,
  held: HeldPin,
  account: string,
  { session = null, address = null }: Pick<OpenOptions, 'session' | 'address'>,
): Promise<PinResult<Pin>> {
  return changePin(
    ports,
    held,
    (pin) => open(pin, account, ports.clock.now(), session),
    (pin) => [{ kind: 'opened', about: pin, account, address }],
  );
}
