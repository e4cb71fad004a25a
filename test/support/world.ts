// A service whose clock is moved by hand and whose chance repeats, with people in it.
import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { createService, type Service, type ServiceOptions } from '@linkpin/server';
import { eventsOver } from '../../packages/server/src/events/events.testing.ts';
import { createCodeProofs } from '../../packages/server/src/rate-limits/code-proofs.ts';
import { createIssuing } from '../../packages/server/src/rate-limits/issuing.ts';
import { createReadMisses } from '../../packages/server/src/rate-limits/read-misses.ts';
import { createRoamers } from '../../packages/server/src/rate-limits/roamers.ts';
import type { Account } from '../../packages/server/src/service/ports/accounts.ts';
import type { Random } from '../../packages/server/src/service/ports/random.ts';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import type { PinPorts } from '../../packages/server/src/service/pin-ports.ts';
import { createMemoryStore } from '../../packages/server/src/stores/memory/store.ts';
import { createWakes, type LocalWakes } from '../../packages/server/src/long-poll/wakes.ts';
import { createKeys, type SecretKey } from '../../packages/server/src/tokens/keys.ts';
import { documented } from './documented-service.ts';

/** The one key of every test world: not secret. */
export const worldKeys: readonly SecretKey[] = [{ kid: 'k1', secret: Buffer.alloc(32, 1).toString('base64url') }];

/** Chance that is the same in every run. */
function repeatable(seed: string): Random {
  let counter = 0;
  const bytes = (count: number): Uint8Array => {
    const parts: Buffer[] = [];
    for (let length = 0; length < count; length += 32) {
      parts.push(
        createHash('sha256')
          .update(`${seed} ${(counter += 1)}`)
          .digest(),
      );
    }
    return Buffer.concat(parts).subarray(0, count);
  };
  return { bytes, id: () => Buffer.from(bytes(16)).toString('base64url') };
}

/** A service and what a test may do behind its back. */
export interface World {
  readonly service: Service;
  readonly store: Store;
  readonly ports: PinPorts;
  /** Who waits for which pin. */
  readonly wakes: LocalWakes;
  /** Moves the clock, in milliseconds. */
  wait(milliseconds: number): void;
  /** The account of this name; made when there is none. The password is `correct horse battery`. */
  person(name: string): Promise<Account>;
}

/** Midday, so that a time zone slip shows. */
const start = Date.parse('2026-11-21T12:00:00.400Z');

/** The PHC form of `correct horse battery`, made once because making it is slow on purpose. */
export const worldPassword = 'correct horse battery';

/** So few guesses that codes keep their shortest length while a story is told. */
const limits = { perNetwork: 10_000, overall: 1_000_000, guessesPerDay: 16 };

/** @param seed for chance that repeats */
export function createWorld(seed: string, options: Partial<ServiceOptions> = {}): World {
  const store = options.store ?? createMemoryStore();
  const random = options.random ?? repeatable(seed);
  let now = start;
  const clock = options.clock ?? { now: () => now };
  const wakes = options.wakes ?? createWakes();
  const keys = createKeys(options.keys ?? worldKeys);
  const ports = {
    pins: store.pins,
    grants: store.grants,
    deviceKeys: store.deviceKeys,
    keys,
    clock,
    random,
    issuing: createIssuing(limits),
    misses: createReadMisses(store.budgets, clock),
    roamers: createRoamers(clock),
    proofs: createCodeProofs(clock),
    wakes,
    events: eventsOver(store, { keys, clock }),
  };
  const service = documented(
    createService({
      keys: worldKeys,
      log: pino({ level: 'silent' }),
      ...options,
      settings: {
        port: 0,
        issuesPerMinute: 10_000,
        livePinsPerNetwork: limits.perNetwork,
        guessesPerDay: limits.guessesPerDay,
        ...options.settings,
      },
      store,
      wakes,
      clock,
      random,
    }),
  );
  return {
    service,
    store,
    ports,
    wakes,
    wait(milliseconds) {
      now += milliseconds;
    },
    async person(name) {
      const known = await store.accounts.bySignInName(name);
      if (known !== undefined) return known;
      const result = await store.accounts.add(
        {
          id: repeatable(name).id(),
          username: name,
          email: `${name}@example.com`,
          emailConfirmed: true,
          passwordHash: await hashOnce(),
          isAdmin: false,
          createdAt: start - 86_400_000,
        },
        { by: 'operator' },
        clock.now(),
      );
      if (!('added' in result)) throw new Error(result.refused);
      return result.added;
    },
  };
}

let hashed: Promise<string> | undefined;

async function hashOnce(): Promise<string> {
  const { createPasswords } = await import('../../packages/server/src/accounts/passwords.ts');
  hashed ??= createPasswords()
    .hash(worldPassword)
    .then((result) => {
      if (!result.ok) throw new Error(result.refusal.kind);
      return result.value;
    });
  return hashed;
}
