import type { Identity } from '../../domain/identity.ts';
import type { Accounts } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Identities } from '../ports/identities.ts';

/** A person: by the id of their account, or as somebody else knows them. */
export type PersonRef = { readonly account: string } | { readonly issuer: string; readonly subject: string };

/** What signing a person out everywhere needs from outside. */
export interface EndPersonPorts {
  readonly accounts: Pick<Accounts, 'endSignIns'>;
  readonly identities: Pick<Identities, 'find' | 'listFor' | 'replace'>;
  readonly clock: Clock;
}

/** Notes that nobody stands up for the person any more, so that no passkey signs in before whoever knows them does again. */
async function dismiss({ identities }: Pick<EndPersonPorts, 'identities'>, known: Identity): Promise<void> {
  let current: Identity | undefined = known;
  while (current !== undefined) {
    const { version } = current;
    if (await identities.replace({ ...current, checkedAt: 0, version: version + 1 }, version)) return;
    current = await identities.find(known.issuer, known.subject);
  }
}

/**
 * Signs a person out everywhere: every browser and every device, at once. What was approved and not collected yet is never
 * collected. The account stays, so that its person may sign in again where that is possible: of an account without a password
 * that is where somebody else knows them, and not by a passkey.
 *
 * @returns false if nobody is known by this name
 */
export async function endPerson(ports: EndPersonPorts, person: PersonRef): Promise<boolean> {
  const { accounts, identities, clock } = ports;
  const account =
    'account' in person ? person.account : (await identities.find(person.issuer, person.subject))?.account;
  if (account === undefined || !(await accounts.endSignIns(account, clock.now()))) return false;
  const known = await identities.listFor(account);
  for (const identity of known) await dismiss(ports, identity);
  // Again, for what a passkey did in between.
  return known.length === 0 || accounts.endSignIns(account, clock.now());
}
