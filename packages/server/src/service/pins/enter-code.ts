import { foldCode } from '../../domain/code.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refused, type Result } from '../../domain/result.ts';
import { openCode } from './open-code.ts';
import type { PinPorts } from './pin-ports.ts';
import type { AttemptSource, CodeAttempts } from '../ports/code-attempts.ts';

/** A code that somebody gives who is signed in, or has a device that may approve. */
export interface Entry extends AttemptSource {
  /** As the person typed it, or as the app gave it. */
  readonly typed: string;
  /** The plex client that the pin must belong to; null when only the code is known. */
  readonly clientId: string | null;
  /** The browser session that gives it; null by API. */
  readonly session: string | null;
}

/**
 * The one way to a pin by its code: takes a guess, looks, and gives the guess back when it was right.
 *
 * @param act what is done with the pin; it is opened if nothing is said
 * @returns the pin, opened, or what became of it; `not-found` alike for a code that is none and for one that the guess
 *   does not reach
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
  const meanwhile = () => attempt.refund();
  const look = { session, address, fits, meanwhile, ...(act === undefined ? {} : { act }) };
  const done = await openCode<Refused>(ports, typed, account.id, look);
  if (done.ok || done.refusal.kind !== 'not-found') return done;
  const about = { protocol: null, clientId: null };
  if (attempt.nearOnly) void ports.events.note({ kind: 'throttled', about, account: account.id, address });
  return refused({ kind: 'not-found', nearOnly: attempt.nearOnly });
}
