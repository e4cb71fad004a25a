import { hasPassword } from '../domain/account.ts';
import type { Identity } from '../domain/identity.ts';
import { claimsOf, isAdminBy, notAdmitted, type Provider, type RawClaims } from '../domain/provider.ts';
import type { Accounts } from '../service/ports/accounts.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Grants } from '../service/ports/grants.ts';
import type { Identities } from '../service/ports/identities.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { PersonCheck } from '../service/ports/person-check.ts';
import type { Upstream, UpstreamAnswer } from '../service/ports/upstream.ts';

/** How long one question may take, and how long a provider that failed is left alone about a person; in milliseconds. */
const askingFor = 60_000;

/** What checking needs from outside. */
export interface PersonCheckPorts {
  readonly accounts: Pick<Accounts, 'byId' | 'endSignIns' | 'manage'>;
  readonly identities: Pick<Identities, 'listFor' | 'find' | 'replace'>;
  readonly grants: Pick<Grants, 'revoke'>;
  readonly keys: Pick<Keys, 'seal' | 'unseal'>;
  readonly clock: Clock;
}

/** A provider, and how it is talked to. */
interface Asked {
  readonly provider: Provider;
  readonly upstream: Pick<Upstream, 'ask'>;
}

type Device = Parameters<PersonCheck['check']>[0];
type Standing = Awaited<ReturnType<PersonCheck['check']>>;

/** What is said now, and where it is silent what was said before. */
const merged = (raw: RawClaims, before: Identity['claims'], provider: Provider): Identity['claims'] => {
  const now = claimsOf(raw, provider);
  return {
    ...before,
    name: now.name ?? before.name,
    groups: '_claim_names' in raw ? now.groups : (now.groups ?? before.groups),
    ...(now.email === null ? {} : { email: now.email, emailVerified: now.emailVerified }),
  };
};

/** Asks providers about the people of devices. @param asked the providers */
export function createPersonCheck(ports: PersonCheckPorts, asked: readonly Asked[]): PersonCheck {
  const { accounts, identities, grants, keys, clock } = ports;

  /** Changes an identity as it is by then; whoever signed in meanwhile has said more, so then nothing is changed. */
  const put = (claimed: Identity, change: Partial<Identity>): Promise<boolean> =>
    identities.replace({ ...claimed, ...change, version: claimed.version + 1 }, claimed.version);

  async function endPerson(account: string): Promise<Standing> {
    await accounts.endSignIns(account, clock.now());
    return 'ended';
  }

  /** Without a way to ask, a device goes on for so long after the provider last stood up for its person. */
  async function judgeAge({ checkedAt }: Identity, { linkLife }: Provider, device: Device): Promise<Standing> {
    const now = clock.now();
    if (now < checkedAt + linkLife) return 'fine';
    await grants.revoke(device.id, device.account, now);
    return 'ended';
  }

  async function heed(
    claimed: Identity,
    answer: UpstreamAnswer,
    { provider }: Asked,
    device: Device,
  ): Promise<Standing> {
    const now = clock.now();
    const isOver = { checkingUntil: null, mayBeSpent: false, failingSince: null };
    switch (answer.kind) {
      case 'known': {
        const claims = merged(answer.claims, claimed.claims, provider);
        const refreshToken =
          answer.refreshToken === null ? claimed.refreshToken : keys.seal('provider-token', answer.refreshToken);
        const isAdmitted = notAdmitted(provider, claims) === undefined;
        await put(claimed, { ...isOver, claims, refreshToken, checkedAt: isAdmitted ? now : 0 });
        if (!isAdmitted) return endPerson(claimed.account);
        const account = await accounts.byId(claimed.account);
        const isAdmin = isAdminBy(provider, claims);
        if (account !== undefined && isAdmin !== null && isAdmin !== account.isAdmin && !hasPassword(account)) {
          const act = isAdmin ? 'make-admin' : 'unmake-admin';
          await accounts.manage({ id: account.id, ground: { by: 'provider' }, act, at: now });
        }
        return 'fine';
      }
      case 'gone': {
        if (claimed.mayBeSpent === true) {
          await put(claimed, { ...isOver, refreshToken: null });
          return judgeAge(claimed, provider, device);
        }
        await endPerson(claimed.account);
        // Whatever is linked without a new sign-in there is too old at once, and no passkey signs in.
        const isMarked = await put(claimed, { ...isOver, refreshToken: null, checkedAt: 0 });
        // Again, for what a passkey did in between.
        return isMarked ? endPerson(claimed.account) : 'ended';
      }
      case 'fault':
      case 'silence': {
        const failingSince = claimed.failingSince ?? now;
        const mayBeSpent = answer.kind === 'silence' || claimed.mayBeSpent === true;
        await put(claimed, { failingSince, mayBeSpent, checkingUntil: now + askingFor });
        return now < failingSince + provider.grace ? 'fine' : 'unknown';
      }
    }
  }

  async function ask(identity: Identity, at: Asked, device: Device): Promise<Standing> {
    const { provider, upstream } = at;
    const now = clock.now();
    const token = identity.refreshToken === null ? undefined : keys.unseal('provider-token', identity.refreshToken);
    if (token === undefined) return judgeAge(identity, provider, device);
    if (now < identity.checkedAt + provider.checkEvery) return 'fine';
    const standing = (identity.failingSince ?? now) + provider.grace <= now ? 'unknown' : 'fine';
    if (now < (identity.checkingUntil ?? 0)) return standing;
    // Until the answer is there nobody knows whether the token is spent: this process may end before it comes.
    const claim = { checkingUntil: now + askingFor, mayBeSpent: true };
    if (!(await put(identity, claim))) return standing;
    const before = { mayBeSpent: identity.mayBeSpent ?? false };
    const claimed = { ...identity, ...claim, ...before, version: identity.version + 1 };
    return heed(claimed, await upstream.ask(token, identity.subject), at, device);
  }

  return {
    async check(device) {
      if (asked.length === 0) return 'fine';
      const all = await identities.listFor(device.account);
      const account = all.length === 0 ? undefined : await accounts.byId(device.account);
      if (account === undefined) return 'fine';
      // An account with a password of its own follows a provider only with what was linked in a session of that one.
      const isManaged = !hasPassword(account);
      for (const identity of all) {
        const at = asked.find(({ provider }) => provider.issuer === identity.issuer);
        if (at === undefined || !(isManaged || device.signIn?.provider === at.provider.id)) continue;
        const standing = await ask(identity, at, device);
        if (standing !== 'fine') return standing;
      }
      return 'fine';
    },
  };
}
