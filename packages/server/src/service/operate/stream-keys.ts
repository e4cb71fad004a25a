import type { Account, Accounts } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Events } from '../ports/events.ts';
import type { Keys } from '../ports/keys.ts';
import type { Operator } from './operator.ts';

/** What the keys of audit streams need from outside. */
export interface StreamKeyPorts {
  readonly accounts: Pick<Accounts, 'byId' | 'wasSignedOutSince'>;
  readonly keys: Pick<Keys, 'seal' | 'unseal' | 'hash'>;
  readonly clock: Clock;
}

/** What a key says. Nothing is stored. */
interface SealedKey {
  readonly account: string;
  /** Hash of the hash of the password that the account had. */
  readonly password: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const passwordPrint = ({ keys }: Pick<StreamKeyPorts, 'keys'>, { passwordHash }: Account): string =>
  keys.hash(`audit stream ${passwordHash}`);

/** Makes a key that reads the audit log for an admin, and notes that. */
export async function makeStreamKey(
  ports: StreamKeyPorts & { readonly events: Pick<Events, 'note'> },
  admin: Account,
  { address }: Pick<Operator, 'address'>,
): Promise<string> {
  const sealed: SealedKey = { account: admin.id, password: passwordPrint(ports, admin), at: ports.clock.now() };
  const about = { protocol: null, clientId: null };
  await ports.events.note({ kind: 'stream-key-made', about, account: admin.id, address });
  return ports.keys.seal('audit-stream', JSON.stringify(sealed));
}

/**
 * Whether a key reads the audit log now: while its account is that of an admin who is not disabled, has the password that it had, and
 * was not signed out everywhere since. Whoever streams asks again and again.
 */
export async function mayStream(ports: StreamKeyPorts, key: string): Promise<boolean> {
  const text = ports.keys.unseal('audit-stream', key);
  if (text === undefined) return false;
  const { account: id, password, at } = JSON.parse(text) as SealedKey;
  const account = await ports.accounts.byId(id);
  if (account?.isAdmin !== true || account.isDisabled || passwordPrint(ports, account) !== password) return false;
  return !(await ports.accounts.wasSignedOutSince(id, at));
}
