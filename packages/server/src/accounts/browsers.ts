import type { Address } from '../domain/address.ts';
import { fullLife, isIdle, type SignInFacts } from '../domain/session.ts';
import type { Account } from '../service/ports/accounts.ts';
import type { Session } from '../service/ports/sessions.ts';
import type { AccountServicePorts } from './ports.ts';

/** Shortest interval between writes of a session's last use, in milliseconds. */
const noteEvery = 60 * 1000;

/** A signed-in browser and its account. */
export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
  /** The session's CSRF token. */
  readonly formToken: string;
}

/** The origin of a browser's request. */
export interface BrowserTrace {
  readonly address: Address;
  readonly userAgent: string | null;
}

/** The sessions of signed-in browsers. Only a hash of the cookie's secret is stored. */
export interface Browsers {
  /**
   * Starts a session with a new secret.
   *
   * @param facts how and when the person signed in
   * @param replaced the session that the browser had, which ends
   * @param provedAt when that was checked, in milliseconds since the epoch, default: now; whoever was signed out everywhere
   *   since does not come in
   * @returns the secret for its cookie, or undefined if the account's password has changed since it was checked,
   *   or the person was signed out everywhere
   */
  start(
    account: Account,
    trace: BrowserTrace,
    facts: SignInFacts,
    replaced?: Session | null,
    provedAt?: number,
  ): Promise<string | undefined>;
  /** Finds the session of a secret, if it has not ended, and records its use. */
  find(secret: string, trace: BrowserTrace): Promise<SignedIn | undefined>;
  /** Lists the active sessions of an account, last used first. */
  listFor(account: string): Promise<readonly Session[]>;
  /** Ends one session of the account. False if it has no such session. */
  end(sessionHash: string, account: string): Promise<boolean>;
  /** Ends all sessions of the account. */
  endAll(account: string): Promise<void>;
  /** Ends all sessions of the account except `keep`. */
  endOthers(account: string, keep: string): Promise<void>;
}

export function createBrowsers({
  accounts,
  sessions,
  keys,
  clock,
  random,
}: Pick<AccountServicePorts, 'accounts' | 'sessions' | 'keys' | 'clock' | 'random'>): Browsers {
  return {
    async start(account, { address, userAgent }, facts, replaced = null, provedAt = clock.now()) {
      const secret = Buffer.from(random.bytes(32)).toString('base64url');
      const now = clock.now();
      const session = {
        hash: keys.hash(secret),
        account: account.id,
        createdAt: provedAt,
        lastSeenAt: now,
        expiresAt: now + fullLife,
        address,
        userAgent: userAgent === null ? null : userAgent.slice(0, 400),
        ...facts,
      };
      if (!(await sessions.add(session, account.passwordHash))) return undefined;
      if (replaced !== null) await sessions.end(replaced.hash, replaced.account);
      return secret;
    },
    async find(secret, { address }) {
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
    endAll: (account) => sessions.endAll(account, null),
    endOthers: (account, keep) => sessions.endAll(account, keep),
  };
}
