import { accepted, refused } from '../domain/result.ts';
import type { Account, AccountGround } from '../service/ports/accounts.ts';
import { parseEmail, parseUsername } from './names.ts';
import { passwordFault, type Passwords } from './passwords.ts';
import type { AccountServicePorts } from './ports.ts';
import type { AccountRefusal, AccountResult } from './refusal.ts';

/** Who may create an account: people with an invite, everybody, or nobody. The operator always may. */
export type RegistrationRule = 'invite' | 'open' | 'off';

/** The sign-up form of a new person. */
export interface Applicant {
  readonly username: string;
  /** Null or empty for none. */
  readonly email: string | null;
  readonly password: string;
}

/** What can be invalid in a sign-up form. */
export type ApplicantFault = Extract<
  AccountRefusal['kind'],
  'bad-username' | 'bad-email' | 'short-password' | 'long-password'
>;

/** Validates a sign-up form without looking at other accounts. */
export function faultsOf({ username, email, password }: Applicant): readonly ApplicantFault[] {
  const faults = [
    parseUsername(username).ok ? undefined : ('bad-username' as const),
    parseEmail(email).ok ? undefined : ('bad-email' as const),
    passwordFault(password),
  ];
  return faults.filter((fault) => fault !== undefined);
}

/** What entitles somebody to create an account. */
export type Entitlement =
  | { readonly by: 'operator'; readonly isAdmin: boolean }
  | { readonly by: 'anyone' }
  | { readonly by: 'invite'; readonly secret: string }
  | { readonly by: 'set-up'; readonly token: string };

/** Creates accounts, invites and the set-up link. */
export interface Registration {
  readonly rule: RegistrationRule;
  /** Creates an account. The invite or set-up link is used up only on success. */
  register(applicant: Applicant, entitlement: Entitlement): Promise<AccountResult<Account>>;
  /** Makes an invite of the operator: single use, seven days. @returns the secret for its link, and its expiry */
  invite(): Promise<{ readonly secret: string; readonly expiresAt: number }>;
  /** Whether an account may invite: admins may, while the rule is `invite`. */
  mayInvite(account: Pick<Account, 'isAdmin'>): boolean;
  /** Makes an invite of an account, see {@link Registration.invite}; `closed` if it may not. */
  inviteBy(
    account: Pick<Account, 'isAdmin'>,
  ): Promise<AccountResult<{ readonly secret: string; readonly expiresAt: number }>>;
  /** Whether an entitlement holds now. It is asked again in the step that creates the account. */
  check(entitlement: Entitlement): Promise<AccountResult<unknown>>;
  /** True if there is a usable invite with this secret. */
  isInvited(secret: string): Promise<boolean>;
  /** Makes the token of the set-up link, valid for an hour while there is no account. The previous one stops working. */
  makeSetupToken(): Promise<string>;
  /** True if the set-up link with this token is valid. */
  isSetupToken(token: string): Promise<boolean>;
}

/** Lifetime of a set-up link, in milliseconds. */
const setUpLife = 60 * 60 * 1000;

const inviteLife = 7 * 24 * 60 * 60 * 1000;

/** Length of an invite's secret: 256 bits. */
const inviteBytes = 32;

export function createRegistration(
  ports: Pick<AccountServicePorts, 'accounts' | 'keys' | 'clock' | 'random'>,
  passwords: Passwords,
  rule: RegistrationRule,
): Registration {
  const { accounts, keys, clock, random } = ports;

  const isInvited = async (secret: string) =>
    rule === 'invite' && (await accounts.invite(keys.hash(secret), clock.now())) !== undefined;
  const isSetupToken = async (token: string) =>
    (await accounts.isSetupToken(keys.hash(token), clock.now())) && (await accounts.isEmpty());

  /** The condition that the store checks again in the transaction that creates the account. */
  async function groundFor(entitlement: Entitlement): Promise<AccountResult<AccountGround>> {
    switch (entitlement.by) {
      case 'operator':
        return accepted({ by: 'operator' });
      case 'anyone':
        return rule === 'open' ? accepted({ by: 'anyone' }) : refused({ kind: 'closed' });
      case 'invite':
        if (!(await isInvited(entitlement.secret))) return refused({ kind: 'invite-gone' });
        return accepted({ by: 'invite', inviteHash: keys.hash(entitlement.secret) });
      case 'set-up':
        if (!(await isSetupToken(entitlement.token))) return refused({ kind: 'set-up-over' });
        return accepted({ by: 'setup', tokenHash: keys.hash(entitlement.token) });
    }
  }

  const mayInvite = ({ isAdmin }: Pick<Account, 'isAdmin'>): boolean => isAdmin && rule === 'invite';

  async function invite(): Promise<{ readonly secret: string; readonly expiresAt: number }> {
    const secret = Buffer.from(random.bytes(inviteBytes)).toString('base64url');
    const now = clock.now();
    const expiresAt = now + inviteLife;
    await accounts.addInvite({ hash: keys.hash(secret), createdAt: now, expiresAt });
    return { secret, expiresAt };
  }

  return {
    rule,
    check: groundFor,
    isInvited,
    isSetupToken,
    async makeSetupToken() {
      const token = random.id();
      await accounts.setSetupToken({ hash: keys.hash(token), expiresAt: clock.now() + setUpLife });
      return token;
    },
    async register(applicant, entitlement) {
      const ground = await groundFor(entitlement);
      if (!ground.ok) return ground;
      const username = parseUsername(applicant.username);
      if (!username.ok) return username;
      const email = parseEmail(applicant.email);
      if (!email.ok) return email;
      const passwordHash = await passwords.hash(applicant.password);
      if (!passwordHash.ok) return passwordHash;

      const now = clock.now();
      const outcome = await accounts.add(
        {
          id: random.id(),
          username: username.value,
          email: email.value,
          emailConfirmed: email.value !== null && entitlement.by === 'operator',
          passwordHash: passwordHash.value,
          isAdmin: entitlement.by === 'set-up' || (entitlement.by === 'operator' && entitlement.isAdmin),
          createdAt: now,
        },
        ground.value,
        now,
      );
      if ('refused' in outcome) {
        const isOver = outcome.refused === 'not-first' || outcome.refused === 'setup-token-gone';
        return refused({ kind: isOver ? 'set-up-over' : outcome.refused });
      }
      return accepted(outcome.added);
    },
    invite,
    mayInvite,
    inviteBy: async (account) => (mayInvite(account) ? accepted(await invite()) : refused({ kind: 'closed' })),
  };
}
