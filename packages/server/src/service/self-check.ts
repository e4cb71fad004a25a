// A service is asked whether it is the one that the asker means, over whatever is in between: both have the same keys.
import type { Address } from '../domain/address.ts';
import type { Clock } from './ports/clock.ts';
import type { Keys } from './ports/keys.ts';
import type { Random } from './ports/random.ts';

/** How old a question may be, in milliseconds; clocks of the two may differ by as much. */
const life = 60_000;

/** What a service says of a request that reached it. */
export interface SelfCheckFacts {
  /** The address that it takes for the client's; null when it cannot be known. */
  readonly address: Address;
  /** The service's URL as this client sees it. */
  readonly baseUrl: string;
  /** Its clock, in milliseconds since the epoch. */
  readonly now: number;
  /** What it has to say to its operator. */
  readonly warnings: readonly string[];
}

/** A question to a service, and how its answer is read. */
export interface SelfCheckQuestion {
  /** Sealed: nobody without the keys can make one, and what it says is no secret. */
  readonly text: string;
  /**
   * Reads an answer.
   *
   * @returns undefined if it is not an answer of a service with these keys to this very question
   */
  readAnswer(answer: string): SelfCheckFacts | undefined;
}

/** Makes a question that only a service with the same keys can answer, within a minute. */
export function askSelf(keys: Pick<Keys, 'seal' | 'unseal'>, clock: Clock, random: Random): SelfCheckQuestion {
  const nonce = random.id();
  return {
    text: keys.seal('self-check', JSON.stringify({ nonce, askedAt: clock.now() })),
    readAnswer(sealed) {
      const text = keys.unseal('self-check-answer', sealed);
      if (text === undefined) return undefined;
      const { nonce: said, facts } = JSON.parse(text) as { readonly nonce: string; readonly facts: SelfCheckFacts };
      return said === nonce ? facts : undefined;
    },
  };
}

/**
 * Answers a question of {@link askSelf}. The answer is sealed: who listens on the way learns nothing of it.
 *
 * @returns undefined for a question that was made with other keys, or more than a minute ago
 */
export function answerSelf(
  keys: Pick<Keys, 'seal' | 'unseal'>,
  clock: Clock,
  question: string,
  facts: Omit<SelfCheckFacts, 'now'>,
): string | undefined {
  const text = keys.unseal('self-check', question);
  if (text === undefined) return undefined;
  const { nonce, askedAt } = JSON.parse(text) as { readonly nonce: string; readonly askedAt: number };
  const now = clock.now();
  if (Math.abs(now - askedAt) > life) return undefined;
  return keys.seal('self-check-answer', JSON.stringify({ nonce, facts: { ...facts, now } }));
}
