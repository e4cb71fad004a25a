import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { systemCode } from '../failure.ts';

/** Exit codes that shells have for a command that is not there, and for one that may not be run. */
const notFound = 127;
const notAllowed = 126;

const passedOn = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

/** How a command ended. */
export interface Ended {
  /** As a shell tells it: the command's own, or 128 and the number of the signal that ended it. */
  readonly code: number;
  /** Why it could not be started, as a sentence. */
  readonly problem?: string;
}

/**
 * Runs a command with this terminal, passes signals on to it, and waits for its end. Ctrl-C reaches it by itself, because
 * the terminal sends it to both; a second one kills it.
 *
 * @param environment all its variables
 * @param stop ends it
 */
export function runChild(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  stop: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve) => {
    let interrupts = 0;
    const pass = (signal: NodeJS.Signals): void => {
      if (signal === 'SIGINT') interrupts += 1;
      if (interrupts > 1) child.kill('SIGKILL');
      else if (signal !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(signal);
    };
    // From before the command begins until this process ends, so that none ends it with its files left behind.
    for (const signal of passedOn) process.on(signal, pass);
    const child = spawn(command, args, { stdio: 'inherit', env: environment });
    stop.addEventListener('abort', () => child.kill('SIGKILL'));
    child.once('error', (error) => {
      const isThere = systemCode(error) !== 'ENOENT';
      const problem = isThere
        ? `${command} cannot be run (${systemCode(error) ?? error.message}).`
        : `There is no command ${command}.`;
      resolve({ code: isThere ? notAllowed : notFound, problem });
    });
    child.once('exit', (code, signal) =>
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) }),
    );
  });
}
