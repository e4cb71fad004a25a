// How the operator of an API hears that its verifier is set wrong.
import type { Clock } from './clock.ts';
import type { VerifierError, VerifierSetting } from './metadata.ts';

/** How often one setting is complained about, in milliseconds: callers can send what makes it so. */
const quiet = 60_000;

/** The part of Node's `process` that is used here; other runtimes may have it too. */
interface Process {
  emitWarning(message: string, options: { readonly type: string; readonly code: string }): void;
}

/** A warning of the process, or a line on the console of a runtime that has no such warnings. */
function warn({ message, name: type, about: code }: VerifierError): void {
  const { process } = globalThis as { readonly process?: Partial<Process> };
  if (process?.emitWarning !== undefined) process.emitWarning(message, { type, code });
  // oxlint-disable-next-line no-console
  else console.warn(`${type} [${code}]: ${message}`);
}

/**
 * Makes a function that tells the operator, at most once a minute about each setting.
 *
 * @param onError what hears it; a warning when not given. What it throws is lost
 */
export function createReport(
  clock: Clock,
  onError: (error: VerifierError) => void = warn,
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
