// How the operator of an API hears that its verifier is set wrong.
import { emitWarning } from 'node:process';
import type { Clock } from '../service/ports/clock.ts';
import type { VerifierError, VerifierSetting } from './metadata.ts';

/** How often one setting is complained about, in milliseconds: callers can send what makes it so. */
const quiet = 60_000;

/**
 * Makes a function that tells the operator, at most once a minute about each setting.
 *
 * @param onError what hears it; a warning of the process when not given. What it throws is lost
 */
export function createReport(
  clock: Clock,
  onError: (error: VerifierError) => void = (error) => {
    emitWarning(error.message, { type: error.name, code: error.about });
  },
): (error: VerifierError) => void {
  const told = new Map<VerifierSetting, number>();
  return (error) => {
    const now = clock.now();
    const last = told.get(error.about);
    if (last !== undefined && now - last < quiet) return;
    told.set(error.about, now);
    try {
      onError(error);
    } catch {
      // A request is not refused because its operator's log is.
    }
  };
}
