import type { Identity } from '../domain/identity.ts';
import {
  claimsOf,
  isAdminBy,
  notAdmitted,
  wantedNames,
  type NotAdmitted,
  type Provider,
  type RawClaims,
} from '../domain/provider.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { Account, AccountGround } from '../service/ports/accounts.ts';
import { hasPassword } from '../domain/account.ts';
import { unmatchable } from './argon2.ts';
import { parseEmail, parseUsername } from './names.ts';
import type { AccountServicePorts } from './ports.ts';
import type { Registration } from './registration.ts';

/** Somebody whom a provider has just stood up for. */
export interface Arrival {
  readonly provider: Provider;
  readonly subject: string;
  readonly claims: RawClaims;
  readonly refreshToken: string | null;
}

/** Why somebody does not come in from elsewhere. */
export type ArrivalRefusal =
  | { readonly kind: 'not-admitted'; readonly why: NotAdmitted }
  /** They have no account here, and get none: `rule` says who does. */
  | { readonly kind: 'no-account'; readonly rule: 'invite' | 'off' }
  /** The invite is unknown, used or expired. */
  | { readonly kind: 'invite-gone' }
  /** The identity has an account already. */
  | { readonly kind: 'taken' }
  /** The account was removed or its password replaced meanwhile. */
  | { readonly kind: 'account-changed' };

/** People who come from elsewhere: a provider stands up for them. */
export interface Elsewhere {
  /**
   * The account of somebody whom a provider stood up for; a new one by the registration rule. Judges again who may come and
   * who is an admin. Nobody is found by an e-mail address.
   *
   * @param invite secret of an invite, or null
   */
  arrive(arrival: Arrival, invite: string | null): Promise<Result<Account, ArrivalRefusal>>;
  /** Joins whom a provider stood up for to an account, whose holder is signed in and asked for it. */
  join(arrival: Arrival, account: Account): Promise<Result<undefined, ArrivalRefusal>>;
  /** Whether an account is that of whom a provider stands up for, and what is said of them is what is kept already. */
  isSame(arrival: Arrival, account: string): Promise<boolean>;
  /** Who an account is elsewhere, the first joined first. */
  listFor(account: string): Promise<readonly Identity[]>;
  /**
   * Parts an identity from an account. One without a password keeps its last identity: it was made by its provider, and
   * follows it.
   */
  part(account: Pick<Account, 'id'>, issuer: string, subject: string): Promise<'parted' | 'last-way' | 'none'>;
}

/** More names than one is tried with, when the first ones are taken. */
const tries = 12;

export function createElsewhere(
  {
    accounts,
    identities,
    keys,
    clock,
    random,
  }: Pick<AccountServicePorts, 'accounts' | 'identities' | 'keys' | 'clock' | 'random'>,
  registration: Pick<Registration, 'rule' | 'isInvited'>,
): Elsewhere {
  const sealed = (token: string | null): string | null => (token === null ? null : keys.seal('provider-token', token));

  function identityOf({ provider, subject, claims, refreshToken }: Arrival, account: string): Identity {
    const now = clock.now();
    return {
      issuer: provider.issuer,
      subject,
      provider: provider.id,
      account,
      claims: claimsOf(claims, provider),
      refreshToken: sealed(refreshToken),
      linkedAt: now,
      checkedAt: now,
      checkingUntil: null,
      failingSince: null,
      version: 1,
    };
  }

  /** Notes what was said at this sign-in; whatever else is at the identity gives way. */
  async function renew(arrival: Arrival): Promise<Identity | undefined> {
    const { provider, subject, claims, refreshToken } = arrival;
    for (;;) {
      const known = await identities.find(provider.issuer, subject);
      if (known === undefined) return undefined;
      const next: Identity = {
        ...known,
        provider: provider.id,
        claims: claimsOf(claims, provider),
        refreshToken: sealed(refreshToken) ?? known.refreshToken,
        checkedAt: clock.now(),
        checkingUntil: null,
        mayBeSpent: refreshToken === null && known.mayBeSpent === true,
        failingSince: null,
        version: known.version + 1,
      };
      if (await identities.replace(next, known.version)) return next;
    }
  }

  /** An account that the provider made follows what the provider says; one with a password of its own is managed here. */
  async function judgeAdmin(account: Account, isAdmin: boolean | null): Promise<Account> {
    if (isAdmin === null || isAdmin === account.isAdmin || hasPassword(account)) return account;
    const act = isAdmin ? 'make-admin' : 'unmake-admin';
    const managed = await accounts.manage({ id: account.id, ground: { by: 'provider' }, act, at: clock.now() });
    return managed === 'done' ? { ...account, isAdmin } : account;
  }

  async function groundOf(
    { admitsAll }: Provider,
    invite: string | null,
  ): Promise<Result<AccountGround, ArrivalRefusal>> {
    const { rule } = registration;
    if (rule === 'open' || admitsAll === true) return accepted({ by: 'anyone' });
    if (rule === 'off' || invite === null) return refused({ kind: 'no-account', rule });
    const isGood = await registration.isInvited(invite);
    return isGood ? accepted({ by: 'invite', inviteHash: keys.hash(invite) }) : refused({ kind: 'invite-gone' });
  }

  /** Names to try: what the provider proposes, then with a number. */
  function* usernames(claims: RawClaims): Generator<string> {
    const good = wantedNames(claims).flatMap((name) => {
      const parsed = parseUsername(name);
      return parsed.ok ? [parsed.value] : [];
    });
    yield* good;
    const [first = 'person'] = good;
    for (let number = 2; number < 6; number += 1) yield `${first}${number}`;
    for (;;)
      yield `${first}-${random
        .id()
        .replaceAll(/[^A-Za-z0-9]/g, '')
        .slice(0, 6)
        .toLowerCase()}`;
  }

  async function makeAccount(arrival: Arrival, ground: AccountGround): Promise<Result<Account, ArrivalRefusal>> {
    const { provider, claims: raw } = arrival;
    const claims = claimsOf(raw, provider);
    const verified = claims.emailVerified ? parseEmail(claims.email) : accepted(null);
    const email = verified.ok ? verified.value : null;
    const id = random.id();
    let attempt = 0;
    for (const username of usernames(raw)) {
      if ((attempt += 1) > tries) break;
      const now = clock.now();
      const account = {
        id,
        username,
        passwordHash: unmatchable(),
        isAdmin: isAdminBy(provider, claims) ?? false,
        createdAt: now,
      };
      const add = (email: string | null) =>
        identities.addPerson(
          identityOf(arrival, id),
          { ...account, email, emailConfirmed: email !== null },
          ground,
          now,
        );
      let outcome = await add(email);
      // An address is not what somebody is known by: whose it is already keeps it, and this account has none.
      if ('refused' in outcome && outcome.refused === 'email-taken') outcome = await add(null);
      if ('added' in outcome) return accepted(outcome.added);
      if ('there' in outcome) return arrive(arrival, null);
      if (outcome.refused !== 'username-taken') return refused({ kind: 'invite-gone' });
    }
    return refused({ kind: 'account-changed' });
  }

  async function arrive(arrival: Arrival, invite: string | null): Promise<Result<Account, ArrivalRefusal>> {
    const { provider } = arrival;
    const claims = claimsOf(arrival.claims, provider);
    const why = notAdmitted(provider, claims);
    if (why !== undefined) return refused({ kind: 'not-admitted', why });
    const identity = await renew(arrival);
    if (identity === undefined) {
      const ground = await groundOf(provider, invite);
      return ground.ok ? makeAccount(arrival, ground.value) : ground;
    }
    const account = await accounts.byId(identity.account);
    if (account === undefined) return refused({ kind: 'account-changed' });
    return accepted(await judgeAdmin(account, isAdminBy(provider, claims)));
  }

  return {
    arrive,
    async join(arrival, account) {
      const why = notAdmitted(arrival.provider, claimsOf(arrival.claims, arrival.provider));
      if (why !== undefined) return refused({ kind: 'not-admitted', why });
      const outcome = await identities.join(identityOf(arrival, account.id), account.passwordHash);
      if (outcome === 'joined') return accepted(undefined);
      return refused({ kind: outcome === 'taken' ? 'taken' : 'account-changed' });
    },
    async isSame({ provider, subject, claims }, account) {
      const known = (await identities.listFor(account)).find((one) => one.issuer === provider.issuer);
      if (known?.subject !== subject) return false;
      return JSON.stringify(known.claims) === JSON.stringify(claimsOf(claims, provider));
    },
    listFor: (account) => identities.listFor(account),
    part: ({ id }, issuer, subject) => identities.remove(issuer, subject, id),
  };
}
