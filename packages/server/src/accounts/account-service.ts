import { networkOf, type Address } from '../domain/address.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import { isFreshSignIn } from '../domain/approval-policy.ts';
import { recentFor } from '../domain/session.ts';
import { foldName } from '../domain/sign-in-name.ts';
import type { Account } from '../service/ports/accounts.ts';
import { noMail, type Mail } from '../service/ports/mail.ts';
import type { Session } from '../service/ports/sessions.ts';
import { hasPassword } from '../domain/account.ts';
import { createAttempts, type PaidAttempt } from './attempts.ts';
import { createBrowsers, type Browsers } from './browsers.ts';
import { createElsewhere, type Elsewhere } from './elsewhere.ts';
import { createDeviceCookies, type DeviceCookies } from './device-cookie.ts';
import { isKnownNetwork } from './known-network.ts';
import { createMailLinks, type MailLinks } from './mail-links.ts';
import { parseEmail, parseUsername } from './names.ts';
import { createPasswords } from './passwords.ts';
import { createPasswordResets, type PasswordResets } from './password-reset.ts';
import type { AccountServicePorts } from './ports.ts';
import { createRecovery, type Recovery } from './recovery.ts';
import type { AccountRefusal, AccountResult, Busy, WrongSignIn } from './refusal.ts';
import {
  createRegistration,
  type Applicant,
  type Entitlement,
  type Registration,
  type RegistrationRule,
} from './registration.ts';

/** What somebody who is signed in proves again: the password, or of an account that has none a sign-in just now. */
export type ProofAgain = string | Pick<Session, 'signedInAt'>;

/** The origin of a sign-in attempt. */
export interface SignInTrace {
  readonly address: Address;
  /** The browser's device cookie, or null. */
  readonly deviceCookie: string | null;
}

/** Folds a sign-in name for look-ups and limits: all spellings of one account's name are equal. */
const plainName = (name: string): string => foldName(name.trim().slice(0, 320));

/** Accounts and their passwords. */
export interface AccountService {
  readonly registration: Registration;
  readonly browsers: Browsers;
  readonly resets: PasswordResets;
  readonly deviceCookies: DeviceCookies;
  readonly mailLinks: MailLinks;
  readonly recovery: Recovery;
  readonly elsewhere: Elsewhere;
  /**
   * Authenticates with a username or e-mail address and a password, within the limits of `sign-in-policy.ts`. Neither
   * the result nor its timing reveals whether there is such an account.
   */
  signIn(
    name: string,
    password: string,
    trace: SignInTrace,
  ): Promise<Result<Account, Extract<AccountRefusal, { readonly kind: 'busy' | 'over-budget' | 'wrong-sign-in' }>>>;
  /**
   * Creates an account for somebody who comes over the network, within its limit. Somebody without an entitlement counts
   * for nothing, so that nobody else uses the limit up.
   */
  signUp(applicant: Applicant, entitlement: Entitlement, address: Address): Promise<AccountResult<Account>>;
  /**
   * Sets the password by a reset link, within the limit of the network that it comes from. Somebody without a link counts
   * for nothing.
   *
   * @param secret of the link
   * @returns undefined if the link is no longer valid
   */
  resetPassword(secret: string, next: string, address: Address): Promise<AccountResult<Account> | undefined>;
  /**
   * Counts a sign-up, or a password chosen by a link, against the limit of its network.
   *
   * @returns the refusal, or undefined
   */
  admit(address: Address): Promise<AccountRefusal | undefined>;
  /**
   * Changes the password, given the old one. Ends the account's other sessions, the device cookies of the old password,
   * and every grant made with it.
   *
   * @param keep hash of the requesting session, which continues
   */
  changePassword(account: Account, old: string, next: string, keep: string): Promise<AccountResult<Account>>;
  /**
   * Changes the username or e-mail address, given the password. A changed address counts as unconfirmed.
   *
   * @param email null or empty for none
   */
  changeNames(
    account: Account,
    proof: ProofAgain,
    names: { readonly username: string; readonly email: string | null },
  ): Promise<AccountResult<Account>>;
  /** Deletes an account with its grants, given the password. The last admin cannot be deleted. */
  remove(
    account: Account,
    proof: ProofAgain,
  ): Promise<Result<undefined, AccountRefusal | { readonly kind: 'last-admin' }>>;
}

/**
 * @param rule who may create an account
 * @param mail how people are written to; default: not at all
 */
export function createAccountService(
  ports: AccountServicePorts,
  rule: RegistrationRule,
  mail: Mail = noMail,
): AccountService {
  const passwords = createPasswords();
  const browsers = createBrowsers(ports);
  const deviceCookies = createDeviceCookies(ports);
  const attempts = createAttempts(ports);
  const registration = createRegistration(ports, passwords, rule);
  const resets = createPasswordResets(ports, passwords);
  const mailLinks = createMailLinks(ports);
  const elsewhere = createElsewhere(ports, registration);

  /** Checks a password; the attempt is spent if it was wrong. */
  async function check(
    paid: PaidAttempt,
    password: string,
    hash: string | undefined,
  ): Promise<Result<undefined, Busy | WrongSignIn>> {
    const right = await passwords.check(password, hash);
    await (right.ok && !right.value ? paid.confirm() : paid.release());
    if (!right.ok) return right;
    return right.value ? accepted(undefined) : refused({ kind: 'wrong-sign-in' });
  }

  /** Checks the password of somebody who is already signed in. */
  async function checkAgain(account: Account, password: ProofAgain): Promise<AccountResult<undefined>> {
    const { id, passwordHash } = account;
    if (typeof password !== 'string') {
      const isFresh = !hasPassword(account) && isFreshSignIn(password.signedInAt, ports.clock.now(), recentFor);
      return isFresh ? accepted(undefined) : refused({ kind: 'stale-sign-in' });
    }
    const taken = await attempts.takeAgain(id);
    return taken.ok ? check(taken.value, password, passwordHash) : taken;
  }

  async function admit(address: Address): Promise<AccountRefusal | undefined> {
    const taken = await attempts.takeNewcomer(networkOf(address));
    return taken.ok ? undefined : taken.refusal;
  }

  /** Sends the link that proves an address, if it needs one. */
  async function askForProof({ id, email, emailConfirmed }: Account): Promise<void> {
    if (email !== null && !emailConfirmed) await mail.confirm({ id, email });
  }

  /** Tells the mailbox before, and asks the new one for a proof. */
  async function tellOfAddress(before: Account, changed: Account): Promise<void> {
    if (before.email !== null && before.emailConfirmed) {
      await mail.notify({ kind: 'address-changed', account: before.id, address: before.email });
    }
    await askForProof(changed);
  }

  return {
    registration,
    browsers,
    resets,
    deviceCookies,
    mailLinks,
    recovery: createRecovery(ports, mailLinks, mail),
    elsewhere,
    admit,
    async signUp(applicant, entitlement, address) {
      const entitled = await registration.check(entitlement);
      if (!entitled.ok) return entitled;
      const waits = await admit(address);
      if (waits !== undefined) return refused(waits);
      const registered = await registration.register(applicant, entitlement);
      if (registered.ok) await askForProof(registered.value);
      return registered;
    },
    async resetPassword(secret, next, address) {
      if ((await resets.find(secret)) === undefined) return undefined;
      const waits = await admit(address);
      if (waits !== undefined) return refused(waits);
      const used = await resets.use(secret, next);
      if (used?.ok === true) {
        const { id, needsPasskey } = used.value;
        await mail.notify({ kind: needsPasskey ? 'password-reset' : 'password-changed', account: id });
      }
      return used;
    },
    async signIn(name, password, { address, deviceCookie }) {
      const plain = plainName(name);
      const find = () => ports.accounts.bySignInName(plain);
      const attempt = {
        name: ports.keys.keyedHash('sign-in name', plain),
        network: networkOf(address),
        device: deviceCookie === null ? null : deviceCookies.idFor(deviceCookie, await find()),
      };
      // Check the limit before looking the account up.
      const taken = await attempts.take(attempt, () => isKnownNetwork(ports, address));
      if (!taken.ok) return taken;
      const account = await find();
      const right = await check(taken.value, password, account?.passwordHash);
      if (!right.ok) return right;
      return account === undefined ? refused({ kind: 'wrong-sign-in' }) : accepted(account);
    },
    async changeNames(account, proof, names) {
      const username = parseUsername(names.username);
      if (!username.ok) return username;
      const email = parseEmail(names.email);
      if (!email.ok) return email;
      const right = await checkAgain(account, proof);
      if (!right.ok) return right;
      const taken = await attempts.takeNames(account.id);
      if (!taken.ok) return taken;
      const { id, passwordHash } = account;
      const change = { id, passwordHash, username: username.value, email: email.value };
      const outcome = await ports.accounts.setNames(change);
      if ('changed' in outcome) {
        if (outcome.changed.email !== account.email) await tellOfAddress(account, outcome.changed);
        return accepted(outcome.changed);
      }
      return refused({ kind: outcome.refused === 'other-password' ? 'wrong-sign-in' : outcome.refused });
    },
    async remove(account, proof) {
      const right = await checkAgain(account, proof);
      if (!right.ok) return right;
      const ground = { by: 'person', passwordHash: account.passwordHash } as const;
      const outcome = await ports.accounts.remove(account.id, ground, ports.clock.now());
      if (outcome === 'removed') return accepted(undefined);
      return refused({ kind: outcome === 'last-admin' ? outcome : 'wrong-sign-in' });
    },
    async changePassword(account, old, next, keep) {
      const right = await checkAgain(account, old);
      if (!right.ok) return right;
      const hash = await passwords.hash(next);
      if (!hash.ok) return hash;
      const passwordHash = hash.value;
      const at = ports.clock.now();
      const change = { id: account.id, replaces: account.passwordHash, passwordHash, keep, at };
      if (!(await ports.accounts.setPassword(change))) return refused({ kind: 'wrong-sign-in' });
      await mail.notify({ kind: 'password-changed', account: account.id });
      return accepted({ ...account, passwordHash });
    },
  };
}
