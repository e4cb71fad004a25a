// Somebody's answer, given by a command of whoever runs this. What the server said reaches it by its environment alone.
import { spawn } from 'node:child_process';
import type { Decision, Shown } from './bench.ts';
import { Unreachable } from './check.ts';
import { plainText } from '../terminal/plain-text.ts';

/** How long the command may take, in milliseconds. */
const timeout = 30_000;

/** The longest value that is handed on, in characters. */
const longest = 2048;

/** A value of the server as an environment variable: no control character, no end of a line. */
const handedOn = (text: string): string => plainText(text).slice(0, longest);

/** The variables that the command is told what to decide by. */
const decisionVariables = (shown: Shown, decision: Decision): Readonly<Record<string, string>> => ({
  LINKPIN_DECISION: decision,
  LINKPIN_USER_CODE: handedOn(shown.userCode),
  LINKPIN_VERIFICATION_URI: handedOn(shown.verificationUri),
  LINKPIN_VERIFICATION_URI_COMPLETE: handedOn(shown.verificationUriComplete ?? ''),
});

/**
 * Runs the command in a shell. Its text is the caller's own and goes to the shell as it is; nothing is put into it.
 *
 * @throws {Unreachable} if it fails, or takes more than thirty seconds
 */
export async function approveByCommand(command: string, shown: Shown, decision: Decision): Promise<void> {
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...decisionVariables(shown, decision) },
    timeout,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-300);
  });
  const [code, signal] = await new Promise<readonly [number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...ended) => resolve(ended));
  }).catch((error: unknown) => {
    throw new Unreachable(`the command of --approve cannot be run: ${(error as Error).message}`);
  });
  if (code === 0) return;
  const how = signal === null ? `ended with ${code}` : 'took more than thirty seconds';
  throw new Unreachable(`the command of --approve ${how}: ${plainText(said) || 'it said nothing'}`);
}
