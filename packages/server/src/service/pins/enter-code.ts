import { foldCode } from '../../domain/code.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refused, type Result } from '../../domain/result.ts';
import { openCode } from './open-code.ts';
import type { PinPorts } from './pin-ports.ts';
import type { AttemptSource, CodeAttempts } from '../ports/code-attempts.ts';

/** A code that a signed-in person or a delegate device enters. */
export interface Entry extends AttemptSource {
  /** As the person typed it, or as the app sent it. */
  readonly typed: string;
  /** The plex client that the pin must belong to; null when only the code is known. */
  readonly clientId: string | null;
  /** The browser session; null by API. */
  readonly session: string | null;
}

/**
 * The only way to a pin by its code: holds a code attempt, looks the code up, and releases the attempt if the code is
 * right. A wrong one is spent before anybody hears that it was wrong.
 *
 * @param act what to do with the pin; default: open it
 * @returns the pin, opened or as `act` left it; `not-found` for an unknown code and for one that the attempt does not
 *   reach alike
 */
export async function enterCode<Refused extends { readonly kind: string } = Refusal>(
  ports: Pick<PinPorts, 'pins' | 'clock' | 'changeNotifier' | 'events'> & { readonly codeAttempts: CodeAttempts },
  { typed, clientId, session, ...attemptSource }: Entry,
  act?: (pin: Pin) => Promise<Result<Pin, Refused>>,
): Promise<Result<Pin, Refused | Refusal>> {
  const taken = await ports.codeAttempts.take(attemptSource, foldCode(typed));
  if (!taken.ok) return taken;
  const attempt = taken.value;
  const isAskedFor = (pin: Pin) => clientId === null || (pin.protocol === 'plex' && pin.clientId === clientId);
  const fits = (pin: Pin) => attempt.reaches(pin) && isAskedFor(pin);
  const { account, address } = attemptSource;
  let isRight = false;
  const meanwhile = () => {
    isRight = true;
    return attempt.release();
  };
  const look = { session, address, fits, meanwhile, ...(act === undefined ? {} : { act }) };
  const done = await openCode<Refused>(ports, typed, account.id, look);
  if (done.ok || done.refusal.kind !== 'not-found') return done;
  if (!isRight) await attempt.confirm();
  const about = { protocol: null, clientId: null };
  if (attempt.nearOnly) void ports.events.note({ kind: 'throttled', about, account: account.id, address });
  return refused({ kind: 'not-found', nearOnly: attempt.nearOnly });
}
