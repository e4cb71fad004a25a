import type { Account } from '../service/ports/accounts.ts';
import type { PeoplePorts } from './ports.ts';

/** How long a browser is known after it signed in, in milliseconds. */
export const deviceCookieLife: number = 365 * 24 * 60 * 60 * 1000;

/** A browser that several people use is known to so many of them. */
const people = 4;

/** That an account signed in with this browser. */
interface Mark {
  readonly account: string;
  /** Random; what the tries of this browser are counted by. */
  readonly id: string;
  /** Hash of the password hash that was right then: with another password the mark is over. */
  readonly password: string;
  readonly until: number;
}

/**
 * The device cookie (after OWASP's): a sealed note, in the browser, of who signed in there. It signs nobody in; it only
 * gives tries of the password a count of their own, which other people's failures do not touch.
 */
export interface DeviceCookies {
  /** @returns the cookie's next value, for a browser in which the account has just signed in */
  sign(cookie: string | null, account: Account): string;
  /** What the tries of this browser for this account are counted by; null when it never signed in there. */
  idFor(cookie: string | null, account: Account | undefined): string | null;
}

export function createDeviceCookies({
  keys,
  clock,
  random,
}: Pick<PeoplePorts, 'keys' | 'clock' | 'random'>): DeviceCookies {
  const passwordOf = ({ passwordHash }: Account): string => keys.hash(`device cookie ${passwordHash}`);

  function read(cookie: string | null): readonly Mark[] {
    const text = cookie === null ? undefined : keys.unseal('device-cookie', cookie);
    if (text === undefined) return [];
    return (JSON.parse(text) as readonly Mark[]).filter(({ until }) => clock.now() < until);
  }

  return {
    sign(cookie, account) {
      const mark: Mark = {
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
