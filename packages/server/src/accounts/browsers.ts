import type { Address } from '../domain/address.ts';
import type { Account } from '../service/ports/accounts.ts';
import type { Session } from '../service/ports/sessions.ts';
import type { PeoplePorts } from './ports.ts';

/** A session ends when its browser has not been here for so long, in milliseconds. */
export const idleLife: number = 30 * 24 * 60 * 60 * 1000;

/** A session ends so long after it began, in milliseconds, whatever happens. */
export const fullLife: number = 365 * 24 * 60 * 60 * 1000;

/** A visit is noted at most so often, in milliseconds. */
const noteEvery = 60 * 1000;

/** A browser that is signed in, and who it is. */
export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
  /** What a form of this session carries to show that the page it came from was ours. */
  readonly formToken: string;
}

/** Where a browser comes from. */
export interface BrowserTrace {
  readonly address: Address;
  readonly userAgent: string | null;
}

/** The browsers that are signed in. The secret in the cookie is known to its browser only; a hash of it is kept. */
export interface Browsers {
  /**
   * Signs a browser in with a fresh secret.
   *
   * @returns the secret for its cookie, or undefined when the account's password was changed since it was checked
   */
  welcome(account: Account, trace: BrowserTrace): Promise<string | undefined>;
  /** Who holds this secret, if that session is not over; notes the visit. */
  recognize(secret: string, trace: BrowserTrace): Promise<SignedIn | undefined>;
  /** The sessions of an account that are not over, the last seen first. */
  listFor(account: string): Promise<readonly Session[]>;
  /** Ends one session of the account. False when it has none such. */
  end(sessionHash: string, account: string): Promise<boolean>;
  /** Ends the sessions of the account but the one to keep. */
  endOthers(account: string, keep: string): Promise<void>;
}

export function createBrowsers({
  accounts,
  sessions,
  keys,
  clock,
  random,
}: Pick<PeoplePorts, 'accounts' | 'sessions' | 'keys' | 'clock' | 'random'>): Browsers {
  const isIdle = (session: Session, now: number): boolean => now >= session.lastSeenAt + idleLife;
  return {
    async welcome(account, { address, userAgent }) {
      const secret = Buffer.from(random.bytes(32)).toString('base64url');
      const now = clock.now();
      const session = {
        hash: keys.hash(secret),
        account: account.id,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: now + fullLife,
        address,
        userAgent: userAgent === null ? null : userAgent.slice(0, 400),
      };
      return (await sessions.add(session, account.passwordHash)) ? secret : undefined;
    },
    async recognize(secret, { address }) {
      const now = clock.now();
      const session = await sessions.find(keys.hash(secret), now);
      if (session === undefined || isIdle(session, now)) return undefined;
      const account = await accounts.byId(session.account);
      if (account === undefined) return undefined;
      if (now >= session.lastSeenAt + noteEvery) await sessions.markSeen(session.hash, now, address);
      return { account, session, formToken: keys.hash(`form ${secret}`) };
    },
    async listFor(account) {
      const now = clock.now();
      return (await sessions.listFor(account, now)).filter((session) => !isIdle(session, now));
    },
    end: (sessionHash, account) => sessions.end(sessionHash, account),
    endOthers: (account, keep) => sessions.endAll(account, keep),
  };
}
