/** Prints a line on stderr: what the script is about to do, or why it cannot. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
