import { accepted, refused } from '../pins/result.ts';
import type { Account } from '../service/ports/accounts.ts';
import { createBrowsers, type Browsers } from './browsers.ts';
import { createPasswords } from './passwords.ts';
import { createPasswordResets, type PasswordResets } from './password-reset.ts';
import type { PeoplePorts } from './ports.ts';
import type { PeopleResult } from './refusal.ts';
import { createRegistration, type Registration, type RegistrationRule } from './registration.ts';

/** Who may use the service, and how they show that it is them. */
export interface People {
  readonly registration: Registration;
  readonly browsers: Browsers;
  readonly resets: PasswordResets;
  /** The account with this username or e-mail address and this password. */
  signIn(name: string, password: string): Promise<PeopleResult<Account>>;
  /**
   * Gives an account another password, for the old one; its other sessions end.
   *
   * @param keep hash of the session that asks, which goes on
   */
  changePassword(account: Account, old: string, next: string, keep: string): Promise<PeopleResult<undefined>>;
}

/** @param rule who may make an account */
export function createPeople(ports: PeoplePorts, rule: RegistrationRule): People {
  const passwords = createPasswords();
  const browsers = createBrowsers(ports);
  return {
    registration: createRegistration(ports, passwords, rule),
    browsers,
    resets: createPasswordResets(ports, passwords),
    async signIn(name, password) {
      const account = await ports.accounts.bySignInName(name.trim().slice(0, 320));
      const right = await passwords.check(password, account?.passwordHash);
      if (!right.ok) return right;
      return account !== undefined && right.value ? accepted(account) : refused({ kind: 'wrong-sign-in' });
    },
    async changePassword(account, old, next, keep) {
      const right = await passwords.check(old, account.passwordHash);
      if (!right.ok) return right;
      if (!right.value) return refused({ kind: 'wrong-sign-in' });
      const hash = await passwords.hash(next);
      if (!hash.ok) return hash;
      await ports.accounts.setPassword(account.id, hash.value);
      await browsers.endOthers(account.id, keep);
      return accepted(undefined);
    },
  };
}
