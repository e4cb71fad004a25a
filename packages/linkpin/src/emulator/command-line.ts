// What the commands share that run a program beside a plex.tv of its own.
import { InvalidArgumentError } from 'commander';
import { untilStopped } from '../serve/until-stopped.ts';
import type { Ended } from './run-child.ts';

/** Reads the number of a port. */
export function readPort(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('It is a number from 0 to 65535.');
  return value;
}

/**
 * Waits for the end of a program, and says why it could not be started.
 *
 * @returns the exit code
 */
export async function endOf(running: Promise<Ended>): Promise<number> {
  const { code, problem } = await running;
  if (problem !== undefined) process.stderr.write(`${problem}\n`);
  return code;
}

/** Waits for the signal to stop. */
export const stopSignal = (): Promise<void> =>
  untilStopped({ failed: new Promise(() => {}), close: async () => {} }, () => process.stderr.write('Stopping.\n'));
