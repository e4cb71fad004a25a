import type { AuditEntry } from './events.ts';

/** An event on its way to the operator's receiver. */
export interface Message extends Omit<AuditEntry, 'address' | 'device'> {
  /** The /24 or /48 prefix. */
  readonly network: string | null;
  /** How often it has been tried before this time. */
  readonly tried: number;
}

/** How things stand. */
export interface OutboxStatus {
  readonly waiting: number;
  /** How many were never delivered since {@link Outbox.resume}: given up, or too many waited. */
  readonly dropped: number;
  /** The receiver wants no more. */
  readonly isOff: boolean;
}

/**
 * Messages that wait to be sent; the audit log puts them in. Bundles that wait become one message, and of one aggregate
 * not more than one is sent in the core's `aggregationDelay`. At most `mostWaiting` wait, and half as many of
 * aggregates; what comes then is dropped and counted. Each method is atomic; see `PinStore` for what that promises.
 */
export interface Outbox {
  /** True when there is something to claim. Reads only. */
  isDue(now: number): Promise<boolean>;
  /**
   * Takes the next message to send, the first that is due, until the claim lapses: then it is due again. One holder at a
   * time sends, so this answers nothing while another's claim or lease holds.
   *
   * @param clientId a name for who sends, unlike any other's
   */
  claim(clientId: string, now: number, until: number): Promise<Message | undefined>;
  /** It was delivered. */
  done(id: string): Promise<void>;
  /** It is tried again from then on. */
  putOff(id: string, dueAt: number): Promise<void>;
  /** It is not tried again. */
  giveUp(id: string): Promise<void>;
  /** Drops all and takes no more until {@link resume}. */
  switchOff(): Promise<void>;
  /** Begins anew: takes messages again, and nothing has been dropped. */
  resume(): Promise<void>;
  /** The sender stops; another may continue at once. */
  release(clientId: string): Promise<void>;
  status(): Promise<OutboxStatus>;
}
