import type { ReadStream } from 'node:tty';
import { Failure } from '../failure.ts';
import { askSecret } from '../terminal/ask-secret.ts';

/** Most bytes to read from stdin; no password may be that long. */
const longest = 8192;

/**
 * Reads a new password: all of stdin, or typed twice on a terminal.
 *
 * @param fromStdin true to read stdin; a trailing line break is dropped
 * @throws {Failure} if neither is available
 */
export async function newPassword(
  fromStdin: boolean,
  stdin: ReadStream,
  stderr: NodeJS.WritableStream,
): Promise<string> {
  if (fromStdin) return piped(stdin);
  if (!stdin.isTTY) {
    throw new Failure('There is no terminal to ask for the password on. Pipe it in, with --password-stdin.');
  }
  for (;;) {
    const password = await askSecret('Password', stdin, stderr);
    if ((await askSecret('Once more', stdin, stderr)) === password) return password;
    stderr.write("They don't match. Try again:\n");
  }
}

async function piped(stdin: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stdin) {
    parts.push(part);
    length += part.length;
    if (length > longest) throw new Failure('What came on stdin is too long for a password.');
  }
  const password = Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (password === '') throw new Failure('No password came on stdin.');
  return password;
}
