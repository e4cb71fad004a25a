import { createChance } from './chance.ts';
import type { Target } from './target.ts';

/** An input that a target did not stand. */
class Found extends Error {
  constructor(target: string, input: unknown, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${target}: ${why}\ninput: ${JSON.stringify(input).slice(0, 4000)}`, { cause });
  }
}

/** No input may keep this thread at work for longer, in microseconds; how long others have the processor does not count. */
const longest = 2_000_000;

/**
 * Feeds a target so many inputs.
 *
 * @param seed the same seed, the same inputs
 * @param beat is told the number of each input before it is checked, for a watchdog
 * @throws {Found} at the first input that the target did not stand
 */
export async function feed(
  { name, make, check }: Target,
  count: number,
  seed: number,
  beat: (turn: number) => void = () => {},
): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    const input = make(createChance(seed + turn));
    beat(turn);
    const began = process.threadCpuUsage();
    try {
      const checked = check(input);
      if (checked !== undefined) await checked;
    } catch (error) {
      throw new Found(name, input, error);
    }
    const { user, system } = process.threadCpuUsage(began);
    if (user + system > longest) throw new Found(name, input, new Error('took too long'));
  }
}
