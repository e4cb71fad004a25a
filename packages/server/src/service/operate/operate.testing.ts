// A service that somebody operates, through the use cases alone.
import type { Pin } from '../../domain/pin.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { anAccount, aPin } from '../../stores/contract/samples.ts';
import type { Account, NewAccount } from '../ports/accounts.ts';
import type { Operator } from './operator.ts';

/** Somebody who runs a command. */
export const command: Operator = { admin: null, address: null };

/** An admin at a page. */
export const grace: Operator = { admin: 'grace', address: '203.0.113.80' };

/** A service that nobody uses yet. */
export function operated() {
  const { store, ports: others, clock, events } = testDependencies();
  const ports = { ...others, ...store };
  const person = async (id: string, parts: Partial<NewAccount> = {}): Promise<Account> => {
    const result = await store.accounts.add(anAccount({ id, username: id, ...parts }), { by: 'operator' }, clock.now());
    if (!('added' in result)) throw new Error(result.refused);
    return result.added;
  };
  const wait = async (parts: Partial<Pin> = {}): Promise<Pin> => {
    const pin = aPin({ createdAt: clock.now(), expiresAt: clock.now() + 900_000, ...parts });
    await store.pins.insert(pin, clock.now());
    return pin;
  };
  /** What the audit log holds: what happened to whom, by whom, and from where. */
  const told = async () => {
    await events.flush();
    const entries = await store.auditLog.list({ since: 0, kinds: [], limit: 100 });
    return entries.map(({ kind, account, by, address }) => [kind, account, by, address]);
  };
  return { store, ports, clock, events, person, wait, told };
}
