// A service in this process, whose clock is moved by hand and whose randomness repeats, and what a test may do behind its back.
import { startService, type Service, type ServiceOptions } from '../../packages/server/src/app/create-service.ts';
import type { Account } from '../../packages/server/src/service/ports/accounts.ts';
import { documented } from '../support/documented-service.ts';
import { testDependencies, type TestDependencies, type TestOptions } from './dependencies.ts';
import { accountOf } from './people.ts';
import { repeatableRandom } from './random.ts';

/** A service, and the parts that it is built from. */
export interface Harness extends TestDependencies {
  readonly service: Service;
  /** The account of this name; made when there is none. See {@link accountOf}. */
  person(name: string): Promise<Account>;
}

/** What a test may want otherwise. */
type HarnessOptions = TestOptions & Pick<ServiceOptions, 'workerGroup' | 'demoClientFolder'>;

/** @param seed for randomness that repeats */
export function createHarness(seed: string, options: HarnessOptions = {}): Harness {
  const dependencies = testDependencies({
    random: repeatableRandom(seed),
    onEventTrouble: undefined,
    ...options,
    settings: { port: 0, ...options.settings },
  });
  return {
    ...dependencies,
    service: documented(startService(dependencies, options)),
    person: (name) => accountOf(dependencies, name),
  };
}
