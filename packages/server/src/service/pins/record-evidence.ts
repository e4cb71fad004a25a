import type { Pin } from '../../domain/pin.ts';
import { recordPoll, type PollEvidence } from '../../domain/poll-facts.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted } from '../../domain/result.ts';
import { changePin } from './change-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * Stores with the pin what a poll has shown: written once, by the first poll that shows it, before its response.
 *
 * @param pin as just read
 * @returns the pin as stored
 */
export async function recordEvidence(
  ports: Pick<PinPorts, 'pins' | 'changeNotifier' | 'events'>,
  pin: Pin,
  evidence: PollEvidence,
): Promise<PinResult<Pin>> {
  if (recordPoll(pin, evidence) === pin) return accepted(pin);
  return changePin(
    ports,
    pin,
    (current) => accepted(recordPoll(current, evidence)),
    () => [],
  );
}
