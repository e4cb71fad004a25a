import type { Address } from '../../domain/address.ts';
import type { Grant } from '../../domain/grant.ts';
import type { Identity, PersonClaims } from '../../domain/identity.ts';
import type { DeviceInfo } from '../../domain/pin.ts';
import type { MailKind } from '../../domain/mail.ts';
import type { Place } from '../../domain/place.ts';
import type { SignInMethod } from '../../domain/session.ts';
import type { Account, Accounts } from '../ports/accounts.ts';
import type { Blocks } from '../ports/blocks.ts';
import type { Clock } from '../ports/clock.ts';
import type { AuditEntry } from '../ports/events.ts';
import type { MailQueue } from '../ports/mail-queue.ts';
import type { Grants } from '../ports/grants.ts';
import type { Identities } from '../ports/identities.ts';
import type { Passkey, Passkeys } from '../ports/passkeys.ts';
import type { Session, Sessions } from '../ports/sessions.ts';
import type { AuditLog } from '../ports/audit-log.ts';

/** The most entries of one account that are exported. */
const mostEntries = 100_000;

/** All that is stored about a person, without passwords, tokens and hashes of either. Times are ISO 8601. */
export interface AccountExport {
  readonly account: Pick<
    Account,
    'number' | 'username' | 'email' | 'emailConfirmed' | 'isAdmin' | 'language' | 'needsPasskey'
  > & {
    readonly createdAt: string;
  };
  readonly devices: readonly ExportedDevice[];
  /** Where the person is signed in. */
  readonly browsers: readonly {
    readonly browser: string | null;
    readonly address: Address;
    /** How, and at which provider. */
    readonly signedInBy: SignInMethod;
    readonly provider: string | null;
    readonly signedInAt: string | null;
    readonly lastSeenAt: string;
    readonly endsAt: string;
  }[];
  /** Who the person is elsewhere, and what was last said of them there. */
  readonly identities: readonly (Pick<Identity, 'issuer' | 'subject' | 'provider'> & {
    readonly linkedAt: string;
    readonly checkedAt: string;
    readonly claims: Omit<PersonClaims, 'authTime'> & { readonly authTime: string | null };
  })[];
  readonly passkeys: readonly {
    readonly name: string;
    readonly domain: string;
    readonly isSynced: boolean;
    readonly addedAt: string;
    readonly lastUsedAt: string | null;
  }[];
  /** Devices that cannot be linked to the account, because the person reported them. */
  readonly blocked: readonly { readonly name: string; readonly at: string; readonly until: string }[];
  /** Mails to the person that are on their way. */
  readonly mails: readonly { readonly kind: MailKind; readonly at: string }[];
  /** Recent activity, the newest first. */
  readonly events: readonly (Omit<AuditEntry, 'id' | 'account' | 'at'> & { readonly at: string })[];
}

/** A device of an {@link AccountExport}. */
export interface ExportedDevice extends Pick<Grant, 'name' | 'protocol' | 'mayApprove' | 'scopes' | 'resources'> {
  readonly client: string;
  /** What it says of itself. */
  readonly claims: DeviceInfo;
  readonly linkedBy: 'code' | 'password';
  readonly linkedAt: string;
  readonly askedFrom: Address;
  readonly place: Place | null;
  readonly collectedAt: string | null;
  readonly collectedFrom: Address;
  readonly lastUsedAt: string | null;
}

const iso = (at: number): string => new Date(at).toISOString();

const deviceOf = ({
  name,
  protocol,
  clientId,
  deviceInfo,
  mayApprove,
  scopes,
  resources,
  ...grant
}: Grant): ExportedDevice => ({
  name,
  protocol,
  client: clientId,
  claims: deviceInfo,
  mayApprove,
  scopes,
  resources,
  linkedBy: grant.pinId === null ? 'password' : 'code',
  linkedAt: iso(grant.linkedAt),
  askedFrom: grant.address,
  place: grant.place,
  collectedAt: grant.collectedAt === null ? null : iso(grant.collectedAt),
  collectedFrom: grant.collectedFrom,
  lastUsedAt: grant.lastSeenAt === null ? null : iso(grant.lastSeenAt),
});

const browserOf = ({ userAgent, address, method, provider, signedInAt, lastSeenAt, expiresAt }: Session) => ({
  browser: userAgent,
  address,
  signedInBy: method,
  provider,
  signedInAt: signedInAt === null ? null : iso(signedInAt),
  lastSeenAt: iso(lastSeenAt),
  endsAt: iso(expiresAt),
});

const identityOf = ({ issuer, subject, provider, linkedAt, checkedAt, claims }: Identity) => ({
  issuer,
  subject,
  provider,
  linkedAt: iso(linkedAt),
  checkedAt: iso(checkedAt),
  claims: { ...claims, authTime: claims.authTime === null ? null : iso(claims.authTime) },
});

const passkeyOf = ({ name, domain, isSynced, addedAt, lastUsedAt }: Passkey) => ({
  name,
  domain,
  isSynced,
  addedAt: iso(addedAt),
  lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
});

/**
 * Gathers all that is stored about a person.
 *
 * @param id account id
 * @returns undefined when there is no such account
 */
export async function exportAccount(
  { accounts, grants, sessions, identities, passkeys, blocks, auditLog, mailQueue }: ExportPorts,
  clock: Clock,
  id: string,
): Promise<AccountExport | undefined> {
  const account = await accounts.byId(id);
  if (account === undefined) return undefined;
  const { number, username, email, emailConfirmed, isAdmin, language, needsPasskey, createdAt } = account;
  const events = await auditLog.listFor(id, mostEntries);
  return {
    account: { number, username, email, emailConfirmed, isAdmin, language, needsPasskey, createdAt: iso(createdAt) },
    devices: (await grants.listFor(id)).map(deviceOf),
    browsers: (await sessions.listFor(id, clock.now())).map(browserOf),
    identities: (await identities.listFor(id)).map(identityOf),
    passkeys: (await passkeys.listFor(id)).map(passkeyOf),
    blocked: (await blocks.listFor(id, clock.now())).map(({ name, at, until }) => ({
      name,
      at: iso(at),
      until: iso(until),
    })),
    mails: (await mailQueue.listFor(id)).map(({ kind, at }) => ({ kind, at: iso(at) })),
    events: events.map(({ id: _, account: __, at, by, ...entry }) => {
      // Where an operator was is nothing of the person's.
      const whose = by === null ? {} : { by: 'operator', address: null, country: null };
      return { at: iso(at), ...entry, by: null, ...whose };
    }),
  };
}

/** The stores with data of a person. */
export interface ExportPorts {
  readonly accounts: Accounts;
  readonly grants: Grants;
  readonly sessions: Sessions;
  readonly identities: Identities;
  readonly passkeys: Passkeys;
  readonly blocks: Blocks;
  readonly auditLog: AuditLog;
  readonly mailQueue: Pick<MailQueue, 'listFor'>;
}
