import { basename } from 'node:path';
import { isOpen } from '../support/ports.ts';
import { until } from '../support/until.ts';
import type { Sandbox } from './sandbox.ts';

/** Starts a program in a sandbox and waits until it listens; if it ends before, disposes the sandbox and throws its words. */
export async function startProgram(
  sandbox: Sandbox,
  command: string,
  args: readonly string[],
  port: number,
): Promise<void> {
  try {
    const program = sandbox.start(command, args);
    await until(`${basename(command)} listens`, () => {
      if (program.exitCode !== null || program.signalCode !== null) {
        throw new Error(`${basename(command)} ended at once:\n${sandbox.log()}`);
      }
      return isOpen(port);
    });
  } catch (error) {
    await sandbox[Symbol.asyncDispose]();
    throw error;
  }
}
