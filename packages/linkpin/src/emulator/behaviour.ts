import { setTimeout as delay } from 'node:timers/promises';
import type { Emulator } from './emulator.ts';
import { EmulatorError } from './error.ts';
import type { EmulatedPin } from './issued-pins.ts';

/** What becomes of pins by themselves. */
export const behaviours = ['approve', 'deny', 'expire', 'never'] as const;

/** See {@link behaviours}. */
export interface Behaviour {
  readonly answer: (typeof behaviours)[number];
  /** After so many milliseconds. */
  readonly after: number;
  /** Who decides; the first person if undefined. */
  readonly as: string | undefined;
}

/**
 * Answers each pin as told, until the emulator is closed.
 *
 * @param told called after each answer
 */
export async function answerPins(
  plex: Pick<Emulator, 'nextPin' | 'approve' | 'deny' | 'expire'>,
  { answer, after, as }: Behaviour,
  signal: AbortSignal,
  told: (pin: EmulatedPin) => void,
): Promise<void> {
  if (answer === 'never') return;
  const settle = async (pin: EmulatedPin): Promise<void> => {
    await delay(after, undefined, { signal });
    await plex[answer](pin, as === undefined ? {} : { as });
    told(pin);
  };
  // A pin that was decided or withdrawn meanwhile is no trouble.
  const ignored = (error: unknown): void => {
    if (!signal.aborted && !(error instanceof EmulatorError)) throw error;
  };
  while (!signal.aborted) {
    const pin = await plex.nextPin({ signal }).catch(() => undefined);
    if (pin !== undefined) void settle(pin).catch(ignored);
  }
}
