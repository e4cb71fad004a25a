import type { Address } from '../../domain/address.ts';
import { foldCode } from '../../domain/code.ts';
import { open, type Pin } from '../../domain/pin.ts';
import type { PinResult, Refusal } from '../../domain/refusal.ts';
import { refused, type Result } from '../../domain/result.ts';
import { changePin, type HeldPin } from './change-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/** How a pin is opened. */
export interface OpenOptions<Refused = Refusal> {
  /** The browser session; null by API. */
  readonly session?: string | null;
  /** The address of the request; null if unknown. */
  readonly address?: Address;
  /** A live pin for which this is false counts as not found. */
  readonly fits?: (pin: Pin) => boolean;
  /** What to do with a pin that fits; default: open it. */
  readonly act?: (pin: Pin) => Promise<Result<Pin, Refused | Refusal>>;
  /** Runs concurrently with `act`, so that a store can write both together. */
  readonly meanwhile?: () => Promise<void>;
}

/**
 * Finds the pin with a code for a signed-in person.
 *
 * @param typed the code as typed; case, spaces, dashes and look-alikes are ignored
 * @param account id of the account
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
 * Opens a pin for a signed-in person.
 *
 * @param held the pin as just read, or its internal id
 * @param account id of the account
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
    (pin, before) => {
      const isFirst = before.state.at === 'pending' && before.state.opened === null;
      return [{ kind: 'opened', about: pin, account, address, counted: isFirst ? ['opened'] : [] }];
    },
  );
}
