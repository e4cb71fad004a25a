// Where a list goes on: ids that are shown to nobody, sealed.
import type { Keys } from '../../../service/ports/keys.ts';

/** Seals where a list goes on. */
export const sealMark = (keys: Pick<Keys, 'seal'>, mark: unknown): string =>
  keys.seal('operate-mark', JSON.stringify(mark));

/** Where a list goes on; undefined if the text is none of ours. */
export function readMark<Mark>(keys: Pick<Keys, 'unseal'>, text: string | undefined): Mark | undefined {
  const found = text === undefined ? undefined : keys.unseal('operate-mark', text);
  return found === undefined ? undefined : (JSON.parse(found) as Mark);
}
