// A program that signs somebody in, and the screen that it has.
import { createLeapingClock } from '../leaping-clock.testing.ts';
import type { SignInEvent, SignInScreen } from './screen.ts';
import type { KeptSignIn, TokenStore } from './token-store.ts';

export const clientId = 'acme';
export const clock = createLeapingClock();
/** The program, whose pauses pass as fast as may be. */
export const acme = { clientId, clock, fetch: clock.fetch };

/** A screen that remembers what it showed. */
export function remembering(more: Partial<SignInScreen> = {}): SignInScreen & { readonly events: SignInEvent[] } {
  const events: SignInEvent[] = [];
  return { events, show: (event) => void events.push(event), ...more };
}

export const kinds = (events: readonly SignInEvent[]): readonly string[] =>
  events.map(({ kind }) => kind).filter((kind) => kind !== 'pending');

export const stored = (store: TokenStore, issuer: string): Promise<KeptSignIn | undefined> =>
  store.read({ issuer, clientId });
