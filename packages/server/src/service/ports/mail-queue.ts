import type { MailKind } from '../../domain/mail.ts';

/** A mail that is to be written. What it says, and the secret of its link, are made when it is sent. */
export interface NewMail {
  /** Random, 128 bits. */
  readonly id: string;
  readonly kind: MailKind;
  /** Id of the account that it goes to, or that invites; null for the operator's invite, and for a mail that nobody gets. */
  readonly account: string | null;
  /** The address that it goes to, where that is not the account's own. */
  readonly address: string | null;
  /** Id of the grant that it is about. */
  readonly grant: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A mail that waits. */
export interface QueuedMail extends NewMail {
  /** How often it was tried before. */
  readonly tried: number;
}

/** The state of the queue. */
export interface MailQueueStatus {
  readonly waiting: number;
  /** When the oldest mail that waits was put in; null if none waits. */
  readonly oldestAt: number | null;
}

/** Mails that wait to be sent. Each method is atomic; see `PinStore` for what that guarantees. */
export interface MailQueue {
  /** Adds a mail, if the core's `hasRoomFor` allows it. @returns whether it was added */
  put(mail: NewMail): Promise<boolean>;
  /** True when there is something to claim. Reads only. */
  isDue(now: number): Promise<boolean>;
  /** Claims the mail that is due first. Nobody else gets it until the claim expires; then it is due again. */
  claim(now: number, until: number): Promise<QueuedMail | undefined>;
  /** Removes a mail: sent, or given up. */
  done(id: string): Promise<void>;
  /** Postpones a mail. */
  putOff(id: string, dueAt: number): Promise<void>;
  /** The mails that wait for an account, the oldest first. */
  listFor(account: string): Promise<readonly QueuedMail[]>;
  status(): Promise<MailQueueStatus>;
}
