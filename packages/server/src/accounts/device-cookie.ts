import type { Account } from '../service/ports/accounts.ts';
import type { AccountServicePorts } from './ports.ts';

/** Lifetime of a device cookie after a sign-in, in milliseconds. */
export const deviceCookieLife: number = 365 * 24 * 60 * 60 * 1000;

/** Most accounts in one device cookie, for browsers that several people use. */
const people = 4;

/** Proof that an account has signed in with this browser. */
interface CookieEntry {
  readonly account: string;
  /** Random id that this browser's attempts are counted by. */
  readonly id: string;
  /** Hash of the password hash at that time: a new password invalidates the entry. */
  readonly password: string;
  readonly until: number;
}

/**
 * Device cookies (OWASP): a sealed record, in the browser, of who has signed in there. It signs nobody in; it only
 * gives that browser's password attempts a limit of their own, unaffected by other people's failures.
 */
export interface DeviceCookies {
  /** @returns the cookie's new value, for a browser in which the account has just signed in */
  sign(cookie: string | null, account: Account): string;
  /** The id that this browser's attempts for the account are counted by; null if it never signed in there. */
  idFor(cookie: string | null, account: Account | undefined): string | null;
}

export function createDeviceCookies({
  keys,
  clock,
  random,
}: Pick<AccountServicePorts, 'keys' | 'clock' | 'random'>): DeviceCookies {
  const passwordOf = ({ passwordHash }: Account): string => keys.hash(`device cookie ${passwordHash}`);

  function read(cookie: string | null): readonly CookieEntry[] {
    const text = cookie === null ? undefined : keys.unseal('device-cookie', cookie);
    if (text === undefined) return [];
    return (JSON.parse(text) as readonly CookieEntry[]).filter(({ until }) => clock.now() < until);
  }

  return {
    sign(cookie, account) {
      const mark: CookieEntry = {
        account: account.id,
        id: random.id(),
        password: passwordOf(account),
        until: clock.now() + deviceCookieLife,
      };
      const others = read(cookie).filter((other) => other.account !== account.id);
      return keys.seal('device-cookie', JSON.stringify([mark, ...others].slice(0, people)));
    },
    idFor(cookie, account) {
      const marks = read(cookie);
      if (account === undefined) return null;
      return marks.find((mark) => mark.account === account.id && mark.password === passwordOf(account))?.id ?? null;
    },
  };
}
