import type { Account, Accounts } from '../ports/accounts.ts';
import { byCommand, type AuditEntry } from '../ports/events.ts';

/** Somebody, as a line of the audit log names them. */
export interface NamedPerson {
  /** The number that `linkpin people list` shows. */
  readonly number: number;
  readonly username: string;
}

/** An entry of the audit log for programs: with people by number and name, and without ids of accounts. */
export interface AuditLine extends Omit<AuditEntry, 'account' | 'at' | 'by'> {
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly account: NamedPerson | null;
  /** Who did it, if not the person of `account`: an admin, or `command`. */
  readonly by: NamedPerson | typeof byCommand | null;
}

/**
 * Names the people of some entries. Those whose accounts are gone are nobody.
 *
 * @param entries in any order, which stays
 */
export async function auditLines(
  accounts: Pick<Accounts, 'byId'>,
  entries: readonly AuditEntry[],
): Promise<readonly AuditLine[]> {
  const ids = new Set(entries.flatMap(({ account, by }) => [account, by]).filter((id) => id !== null));
  ids.delete(byCommand);
  const people = new Map<string, NamedPerson>();
  for (const id of ids) {
    const account = await accounts.byId(id);
    if (account !== undefined) people.set(id, personOf(account));
  }
  const named = (id: string | null): NamedPerson | null => (id === null ? null : (people.get(id) ?? null));
  return entries.map(({ id, at, kind, count, account, by, ...rest }) => ({
    id,
    at: new Date(at).toISOString(),
    kind,
    count,
    account: named(account),
    by: by === byCommand ? byCommand : named(by),
    ...rest,
  }));
}

const personOf = ({ number, username }: Account): NamedPerson => ({ number, username });
