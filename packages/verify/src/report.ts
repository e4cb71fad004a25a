// Reports configuration errors to the operator of an API.
import type { Clock } from './clock.ts';
import type { VerifierError, VerifierSetting } from './metadata.ts';

/** Shortest interval between reports about one setting, in milliseconds, because callers can trigger them. */
const quiet = 60_000;

/** The part of Node's `process` that is used; some other runtimes have it too. */
interface Process {
  emitWarning(message: string, options: { readonly type: string; readonly code: string }): void;
}

/** Emits a process warning, or a console warning on runtimes without those. */
function warn({ message, name: type, about: code }: VerifierError): void {
  const { process } = globalThis as { readonly process?: Partial<Process> };
  if (process?.emitWarning !== undefined) process.emitWarning(message, { type, code });
  // oxlint-disable-next-line no-console
  else console.warn(`${type} [${code}]: ${message}`);
}

/**
 * Makes a function that reports to the operator, at most once a minute per setting.
 *
 * @param onError called with the error; default: a warning. Its exceptions are ignored
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
      // A failing log must not fail the request.
    }
  };
}
