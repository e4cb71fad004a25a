// Loaded into each test file: ends one that goes on although it may not, with the programs that it started. The runner has
// a time-out for tests, none for a file that keeps running after its last test, and would wait for it for ever.
import { readFileSync } from 'node:fs';

const limit = Number(process.env.LINKPIN_FILE_LIMIT);
if (process.env.NODE_TEST_CONTEXT !== undefined && limit > 0) setTimeout(end, limit).unref();

function end() {
  process.stderr.write(`Ended: it was not over after ${limit / 1000} s.\n`);
  for (const child of children()) process.kill(child, 'SIGKILL');
  process.exit(1);
}

/** Processes that this one started and that still run; none where the system does not tell. */
function children() {
  try {
    const file = `/proc/${process.pid}/task/${process.pid}/children`;
    return readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
