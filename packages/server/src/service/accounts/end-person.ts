import type { Accounts } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Identities } from '../ports/identities.ts';

/** A person: by the id of their account, or as somebody else knows them. */
export type PersonRef = { readonly account: string } | { readonly issuer: string; readonly subject: string };

/** What signing a person out everywhere needs from outside. */
export interface EndPersonPorts {
  readonly accounts: Pick<Accounts, 'endSignIns'>;
  readonly identities: Pick<Identities, 'find'>;
  readonly clock: Clock;
}

/**
 * Signs a person out everywhere: every browser and every device, at once. What was approved and not collected yet is never
 * collected. The account stays, so that its person may sign in again where that is possible.
 *
 * @returns false if nobody is known by this name
 */
export async function endPerson({ accounts, identities, clock }: EndPersonPorts, person: PersonRef): Promise<boolean> {
  const account =
    'account' in person ? person.account : (await identities.find(person.issuer, person.subject))?.account;
  return account !== undefined && accounts.endSignIns(account, clock.now());
}
