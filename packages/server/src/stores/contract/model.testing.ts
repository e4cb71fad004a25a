import fc from 'fast-check';
import assert from 'node:assert/strict';
import { foldCode, type CodeKind } from '../../domain/code.ts';
import { approve, cancel, deny, open, redeem, repeatReadWindow, type Pin } from '../../domain/pin.ts';
import type { PinStore } from '../../service/ports/pin-store.ts';
import { aPin, anApproval, life } from './samples.ts';

const day = 86_400_000;

/** One step of a story. Small numbers choose among few handles, codes and pins, so that they meet often. */
export type Step =
  | { readonly do: 'insert'; readonly publicId: number; readonly code: number; readonly kind: CodeKind }
  | { readonly do: 'wait'; readonly ms: number }
  | {
      readonly do: 'change';
      readonly pin: number;
      readonly to: 'open' | 'approve' | 'deny' | 'cancel' | 'redeem';
      readonly stale: boolean;
    }
  | { readonly do: 'sweep'; readonly rest: number };

const small = fc.nat({ max: 3 });

/** Any story of up to forty steps. */
export const anyStory: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('insert' as const),
      publicId: small,
      code: small,
      kind: fc.constantFrom('weak', 'strong'),
    }),
    fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, repeatReadWindow.plex - 1, repeatReadWindow.plex, life - 1, life, day),
    }),
    fc.record({
      do: fc.constant('change' as const),
      pin: fc.nat({ max: 7 }),
      to: fc.constantFrom('open', 'approve', 'deny', 'cancel', 'redeem'),
      stale: fc.boolean(),
    }),
    fc.record({ do: fc.constant('sweep' as const), rest: fc.constantFrom(0, day) }),
  ),
  { maxLength: 40 },
);

/**
 * Plays a story on two stores and finds that they answer alike at every step.
 *
 * @param start the time at which the story begins, in milliseconds since the epoch
 */
export async function playOnBoth(one: PinStore, other: PinStore, story: readonly Step[], start: number): Promise<void> {
  const both = async <Value>(ask: (pins: PinStore) => Promise<Value>): Promise<Value> => {
    const [answer, same] = [await ask(one), await ask(other)];
    assert.deepEqual(answer, same);
    return answer;
  };
  const kept: Pin[] = [];
  let now = start;
  for (const step of story) {
    switch (step.do) {
      case 'wait':
        now += step.ms;
        break;
      case 'insert': {
        const code = ['AB0D', 'abod', 'X1Y2', 'm6mijjn177ut0qaz02b9iedof'][step.code] ?? '';
        const pin = aPin({
          publicId: String(step.publicId),
          code,
          kind: step.kind,
          createdAt: now,
          expiresAt: now + life,
        });
        if ((await both((pins) => pins.insert(pin, now))) === 'ok') kept.push(pin);
        break;
      }
      case 'change': {
        const known = kept[kept.length - 1 - step.pin];
        const read = known && (await both((pins) => pins.byId(known.id)));
        const next = (step.stale ? known : read) && changed((step.stale ? known : read) as Pin, step.to, now);
        if (next !== undefined) await both((pins) => pins.replace(next, next.version - 1));
        break;
      }
      case 'sweep':
        // Without a limit in the way: which of two pins that end together goes first is nobody's promise.
        await both((pins) => pins.sweep(now - step.rest, 1000));
        break;
    }
    for (const code of ['AB0D', 'X1Y2', 'm6mijjn177ut0qaz02b9iedof']) {
      await both((pins) => pins.byCode(foldCode(code), now));
    }
    for (const publicId of ['0', '1', '2', '3']) await both((pins) => pins.byPublicId('plex', publicId));
    await both(async (pins) => (await pins.endedAfter({ endsAt: 0, id: '' }, now, 1000)).pins.map(({ id }) => id));
  }
  for (const { id } of kept) await both((pins) => pins.byId(id));
}

function changed(pin: Pin, to: (Step & { do: 'change' })['to'], now: number): Pin | undefined {
  const result = {
    open: () => open(pin, 'account-1', now),
    approve: () => approve(pin, anApproval(now)),
    deny: () => deny(pin, 'account-1', now),
    cancel: () => cancel(pin, now),
    redeem: () => redeem(pin, '198.51.100.1', now),
  }[to]();
  return result.ok && result.value.version !== pin.version ? result.value : undefined;
}
