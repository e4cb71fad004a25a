import type { Account } from '../service/ports/accounts.ts';
import type { AccountServicePorts } from './ports.ts';

const day = 24 * 60 * 60 * 1000;

/** How long a proof of an address can be used, in milliseconds. */
const confirmLife = 3 * day;

/** How long "This was not me" can be said, in milliseconds. */
const undoLife = 7 * day;

/** What somebody says by "This was not me": which device it was, or that the password or the address was changed. */
export type Undo =
  | { readonly of: 'device'; readonly account: string; readonly grant: string }
  /**
   * `password` is a hash of the hash that the change led to. Passkeys stay where a mailbox was enough for the change and
   * not for a sign-in: it must not replace the second step.
   */
  | { readonly of: 'password'; readonly account: string; readonly password: string; readonly keepsPasskeys: boolean }
  /** `email` is the address before the change. */
  | { readonly of: 'address'; readonly account: string; readonly email: string };

/** A proof of an address. */
export interface AddressProof {
  readonly account: string;
  readonly email: string;
}

/** The secrets of links in mails. Nothing is stored: what a link says is sealed in it. */
export interface MailLinks {
  confirm(account: Pick<Account, 'id'>, email: string): string;
  readConfirm(secret: string): AddressProof | undefined;
  undo(undo: Undo): string;
  readUndo(secret: string): Undo | undefined;
  /** What an {@link Undo} names a password by. */
  passwordOf(account: Pick<Account, 'passwordHash'>): string;
}

export function createMailLinks({ keys, clock }: Pick<AccountServicePorts, 'keys' | 'clock'>): MailLinks {
  const seal = (purpose: 'mail-confirm' | 'mail-undo', words: object, life: number): string =>
    keys.seal(purpose, JSON.stringify({ ...words, until: clock.now() + life }));

  function read<Words>(purpose: 'mail-confirm' | 'mail-undo', secret: string): Words | undefined {
    const text = keys.unseal(purpose, secret);
    if (text === undefined) return undefined;
    const { until, ...words } = JSON.parse(text) as Words & { readonly until: number };
    return clock.now() < until ? (words as Words) : undefined;
  }

  return {
    confirm: ({ id: account }, email) => seal('mail-confirm', { account, email } satisfies AddressProof, confirmLife),
    readConfirm: (secret) => read<AddressProof>('mail-confirm', secret),
    undo: (undo) => seal('mail-undo', undo, undoLife),
    readUndo: (secret) => read<Undo>('mail-undo', secret),
    passwordOf: ({ passwordHash }) => keys.hash(`undo ${passwordHash}`),
  };
}
