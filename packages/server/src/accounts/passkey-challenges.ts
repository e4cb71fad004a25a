import type { Account } from '../service/ports/accounts.ts';
import { startOf, type ReplayCache } from '../service/ports/replay-cache.ts';
import type { UsedOnce } from '../service/ports/used-once.ts';
import type { AccountServicePorts } from './ports.ts';

/** How long a challenge may be answered, in milliseconds. */
export const challengeLife: number = 5 * 60 * 1000;

/** For how long a person may be at the second step of a sign-in, in milliseconds. */
const secondStepLife = 10 * 60 * 1000;

/** What a challenge is for. */
export type ChallengeUse =
  /** A sign-in, by whichever passkey when `account` is null. */
  | { readonly use: 'sign-in'; readonly account: string | null }
  /** A sign-in by one of the account's, after its password; `password` as {@link PasskeyChallenges} marks it. */
  | { readonly use: 'second-step'; readonly account: string; readonly password: string }
  /** A new passkey of an account, which the authenticator calls by the handle. */
  | { readonly use: 'add'; readonly account: string; readonly password: string; readonly handle: string };

/** Where a challenge is answered: it counts in the browser, and for the domain, that it was made for. */
export interface ChallengePlace {
  /** A secret that only this browser has. */
  readonly browser: string;
  /** The relying party's id. */
  readonly domain: string;
}

/** A challenge on its way. */
export interface MadeChallenge {
  /** 256 bits, base64url. */
  readonly challenge: string;
  /** Sealed; comes back with the answer. */
  readonly ticket: string;
}

/** A challenge that came back and is used up. */
export type SpentChallenge = ChallengeUse & { readonly challenge: string };

type Words = SpentChallenge & ChallengePlace & { readonly madeAt: number };

interface StepWords {
  readonly account: string;
  readonly password: string;
  readonly browser: string;
  readonly until: number;
}

/**
 * Challenges of passkeys. Nothing is stored until one is answered: each goes to the browser with a sealed ticket, so that any
 * process can take the answer, and is then used up.
 */
export interface PasskeyChallenges {
  make(use: ChallengeUse, place: ChallengePlace): MadeChallenge;
  /** @returns undefined when it is too old, was used, or was made for another use, browser or domain */
  spend(
    ticket: string,
    uses: readonly ChallengeUse['use'][],
    place: ChallengePlace,
  ): Promise<SpentChallenge | undefined>;
  /** Marks the password that an account has, so that what was begun with it ends with it. */
  passwordMark(account: Pick<Account, 'passwordHash'>): string;
  /** Seals that somebody has shown the password of an account that asks for a passkey as well. */
  sealStep(account: Account, browser: string): string;
  /** @returns whose password was shown in this browser; undefined when that is too long ago */
  readStep(ticket: string, browser: string): Pick<StepWords, 'account' | 'password'> | undefined;
}

/** What challenges need from outside. */
export interface ChallengePorts extends Pick<AccountServicePorts, 'keys' | 'clock' | 'random'> {
  readonly replayCache: ReplayCache;
  readonly usedOnce: Pick<UsedOnce, 'use'>;
  /** Since when nothing that was used up is forgotten, in milliseconds since the epoch. */
  readonly startedAt: () => number;
}

export function createPasskeyChallenges(ports: ChallengePorts): PasskeyChallenges {
  const { keys, clock, random, replayCache, usedOnce } = ports;

  function read(ticket: string): Words | undefined {
    const text = keys.unseal('passkey-challenge', ticket);
    if (text === undefined) return undefined;
    const words = JSON.parse(text) as Words;
    const isOver = clock.now() >= words.madeAt + challengeLife;
    // One from before the start may have been used before it.
    return isOver || words.madeAt < startOf(ports.startedAt()) ? undefined : words;
  }

  return {
    make(use, place) {
      const challenge = Buffer.from(random.bytes(32)).toString('base64url');
      const words: Words = { ...use, ...place, challenge, madeAt: clock.now() };
      return { challenge, ticket: keys.seal('passkey-challenge', JSON.stringify(words)) };
    },
    async spend(ticket, uses, { browser, domain }) {
      const words = read(ticket);
      if (words === undefined || !uses.includes(words.use)) return undefined;
      if (words.browser !== browser || words.domain !== domain) return undefined;
      const now = clock.now();
      const [value, until] = [`passkey ${keys.hash(words.challenge)}`, words.madeAt + challengeLife];
      const isUsable = (await usedOnce.use(value, now, until)) && (await replayCache.use(value, until));
      return isUsable ? words : undefined;
    },
    passwordMark: ({ passwordHash }) => keys.hash(`passkey ${passwordHash}`),
    sealStep(account, browser) {
      const words: StepWords = {
        account: account.id,
        password: this.passwordMark(account),
        browser,
        until: clock.now() + secondStepLife,
      };
      return keys.seal('second-step', JSON.stringify(words));
    },
    readStep(ticket, browser) {
      const text = keys.unseal('second-step', ticket);
      if (text === undefined) return undefined;
      const words = JSON.parse(text) as StepWords;
      return words.browser === browser && clock.now() < words.until ? words : undefined;
    },
  };
}
