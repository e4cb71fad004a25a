import type { MailKind } from '../../domain/mail.ts';

/** Too many mails were asked for; retry after `retryAfter` seconds. */
export type MailRefusal =
  | { readonly kind: 'over-budget'; readonly retryAfter: number }
  /** Too many mails wait. */
  | { readonly kind: 'busy'; readonly retryAfter: number };

/** What the person of an account is told by mail. */
export interface Notice {
  readonly kind: Extract<MailKind, 'device-linked' | 'password-changed' | 'password-reset' | 'address-changed'>;
  /** Account id. */
  readonly account: string;
  /** Id of the grant that it is about. */
  readonly grant?: string;
  /** The address to tell, where that is not the account's. */
  readonly address?: string;
}

/** Asks for mails, within their limits. They are written and sent later; see `MailQueue`. */
export interface Mail {
  /** False without a mail server: then nothing below does anything. */
  readonly isOn: boolean;
  /**
   * Asks for a link to choose a new password, as anybody can. What it does and how long it takes depends on nothing but
   * the limits, which count what was typed and where from.
   *
   * @param email as typed
   * @param network as `networkOf` says
   * @param find finds the account that may get the mail; null if there is none
   */
  reset(email: string, network: string, find: () => Promise<string | null>): Promise<MailRefusal | undefined>;
  /** Sends a link to choose a new password to the person of an account. */
  resetFor(account: string): Promise<MailRefusal | undefined>;
  /** Sends a link that proves the address of an account. */
  confirm(account: { readonly id: string; readonly email: string }): Promise<MailRefusal | undefined>;
  /**
   * Sends an invite.
   *
   * @param by id of the account that invites; null for the operator
   */
  invite(address: string, by: string | null): Promise<MailRefusal | undefined>;
  /** Tells the person of an account, if the account has an address that is confirmed. Never throws. */
  notify(notice: Notice): Promise<void>;
}

/** No mail. */
export const noMail: Mail = {
  isOn: false,
  reset: async () => undefined,
  resetFor: async () => undefined,
  confirm: async () => undefined,
  invite: async () => undefined,
  notify: async () => {},
};
