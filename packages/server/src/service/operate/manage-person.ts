import type { NotManaged } from '../../domain/account.ts';
import type { EventKind } from '../../domain/event-kinds.ts';
import type { Accounts, Management } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Events } from '../ports/events.ts';
import { doneBy, groundOf, type Operator } from './operator.ts';

/** What managing people needs from outside. */
export interface ManagingPorts {
  readonly accounts: Pick<Accounts, 'manage' | 'remove'>;
  readonly events: Pick<Events, 'note'>;
  readonly clock: Clock;
}

/** The event of each act. */
const told: Readonly<Record<Management['act'], EventKind>> = {
  'make-admin': 'admin-made',
  'unmake-admin': 'admin-unmade',
  disable: 'person-disabled',
  enable: 'person-enabled',
  'end-sign-ins': 'person-signed-out',
};

const nothing = { protocol: null, clientId: null };

/**
 * Does something to a person, and notes who did it.
 *
 * @param account account id
 */
export async function managePerson(
  { accounts, events, clock }: ManagingPorts,
  account: string,
  act: Management['act'],
  operator: Operator,
): Promise<'done' | NotManaged> {
  const done = await accounts.manage({ id: account, ground: groundOf(operator), act, at: clock.now() });
  if (done === 'done') await events.note({ kind: told[act], about: nothing, account, ...doneBy(operator) });
  return done;
}

/**
 * Removes an account with everything of its person, and notes who did it, not whom. By command it may be the last admin: whoever
 * can run one can make another.
 *
 * @param account account id
 */
export async function removePerson(
  { accounts, events, clock }: ManagingPorts,
  account: string,
  operator: Operator,
): Promise<'removed' | NotManaged> {
  const ground = groundOf(operator);
  if (ground.by === 'provider') return 'not-admin';
  const removed = await accounts.remove(account, ground, clock.now());
  if (removed === 'other-password') return 'no-account';
  if (removed === 'removed') {
    await events.note({ kind: 'person-removed', about: nothing, account: null, ...doneBy(operator) });
  }
  return removed;
}
