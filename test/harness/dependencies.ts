// What a service is built from, for tests that need no HTTP. It is what the service itself is built from: see app/dependencies.ts.
import { pino } from 'pino';
import {
  buildDependencies,
  type Dependencies,
  type DependencyOptions,
} from '../../packages/server/src/app/dependencies.ts';
import type { SecretKey } from '../../packages/server/src/tokens/keys.ts';
import { movableClock, type MovableClock } from './clock.ts';

/** The one key of tests that bring none: not secret. */
export const testKeys: readonly SecretKey[] = [{ kid: 'k1', secret: Buffer.alloc(32, 1).toString('base64url') }];

/** Dependencies whose clock is moved by hand. */
export interface TestDependencies extends Dependencies {
  readonly clock: MovableClock;
}

/** What a test may want otherwise. */
export type TestOptions = Omit<Partial<DependencyOptions>, 'clock'> & { readonly clock?: MovableClock };

/**
 * Limits so wide that only tests of limits meet them, and so few guesses that codes keep their shortest length. An event that
 * cannot be written fails the test.
 */
export function testDependencies(options: TestOptions = {}): TestDependencies {
  const { clock = movableClock(), settings } = options;
  const dependencies = buildDependencies({
    keys: testKeys,
    log: pino({ level: 'silent' }),
    onEventTrouble(error) {
      throw error;
    },
    ...options,
    clock,
    settings: { guessesPerDay: 16, issuesPerMinute: 10_000, livePinsPerNetwork: 10_000, ...settings },
  });
  return { ...dependencies, clock };
}
