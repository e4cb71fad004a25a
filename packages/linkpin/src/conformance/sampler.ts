// One code for all the checks that leave it as it is.
import type { Bench } from './bench.ts';

interface Sample {
  /** In seconds. */
  readonly expiresIn: number;
}

/**
 * Gives the same code to all who ask, and another one once half of its life is over.
 *
 * @param draw asks for one
 */
export function sampler<Code extends Sample>(
  { now }: Pick<Bench, 'now'>,
  draw: () => Promise<Code>,
): () => Promise<Code> {
  let drawn: { readonly at: number; readonly code: Promise<Code> } | undefined;
  return async () => {
    drawn ??= { at: now(), code: draw() };
    const { at, code } = drawn;
    const { expiresIn } = await code;
    if (now() - at < expiresIn * 500) return code;
    drawn = { at: now(), code: draw() };
    return drawn.code;
  };
}
