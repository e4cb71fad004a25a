import type { Writes } from '../sql/writes.ts';

type Locks = {
  readonly [Name in keyof Writes]?: (value: Parameters<Writes[Name]>[1]) => readonly string[];
};

const account = (id: string): string => `linkpin: account ${id}`;
/** Names of accounts, who is an admin, whether there is an account at all. */
const accounts = 'linkpin: accounts';
const identity = ({ issuer, subject }: { readonly issuer: string; readonly subject: string }): string =>
  `linkpin: identity ${JSON.stringify([issuer, subject])}`;
const registrations = 'linkpin: registrations of clients';
const outbox = 'linkpin: outbox';
const mails = 'linkpin: mails';

/**
 * The locks that an operation has from its beginning to its end. On SQLite one operation runs after the other. Here, of two
 * that share a lock one waits for the other, and then reads what that one has written. An operation needs none if it is one
 * statement, or if it holds the row that it reads (`Words.held`), or begins with a change of the row that all its rivals
 * begin with.
 */
const locks: Locks = {
  addAccount: () => [accounts],
  setAccountNames: ({ id }) => [accounts, account(id)],
  setAccountPassword: ({ id, admin }) => (admin === undefined ? [account(id)] : [accounts, account(id)]),
  confirmAccountEmail: ({ id }) => [accounts, account(id)],
  restoreAccountEmail: ({ id }) => [accounts, account(id)],
  removeAccount: ({ id }) => [accounts, account(id)],
  setSetupToken: () => [accounts],
  manageAccount: ({ id }) => [accounts, account(id)],
  endSignIns: (whose) => [account(whose.account)],
  joinIdentity: (joining) => [account(joining.identity.account), identity(joining.identity)],
  removeIdentity: (parting) => [account(parting.account)],
  addPerson: (person) => [accounts, identity(person.identity)],
  addSession: ({ session }) => [account(session.account)],
  markSessionSeen: ({ hash }) => [`linkpin: session ${hash}`],
  addPasskey: ({ passkey }) => [account(passkey.account), `linkpin: passkey ${passkey.id}`],
  notePasskeyUse: (use) => [account(use.account)],
  removePasskey: (removal) => [account(removal.account)],
  setPasskeyNeed: ({ id }) => [account(id)],
  addGrant: ({ grant }) => [account(grant.account)],
  revokeGrant: (revoked) => [account(revoked.account)],
  registerDeviceKey: ({ key }) => [`linkpin: key ${key.thumbprint}`, `linkpin: keys of ${key.clientId}`],
  registerOAuthClient: () => [registrations],
  addReport: ({ row }) => [`linkpin: reports of ${row.mark}`],
  claimMessage: () => [outbox],
  switchOutboxOff: () => [outbox],
  putMail: () => [mails],
  claimMail: () => [mails],
  addEntries: (rows) => bundles(rows),
  addExpiries: ({ rows }) => bundles(rows),
  replacePin: ({ entries }) => bundles(entries),
};

const bundles = (entries: readonly { readonly bundle: string | null }[]): readonly string[] =>
  entries.flatMap(({ bundle }) => (bundle === null ? [] : [`linkpin: entries ${bundle}`]));

/** The locks of an operation; none for most. */
export function locksOf<Name extends keyof Writes>(name: Name, value: Parameters<Writes[Name]>[1]): readonly string[] {
  const of = locks[name] as ((value: unknown) => readonly string[]) | undefined;
  return of?.(value) ?? [];
}
