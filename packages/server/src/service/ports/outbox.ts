import type { AuditEntry } from './events.ts';

/** An event on its way to the operator's receiver. */
export interface Message extends Omit<AuditEntry, 'address' | 'device' | 'by'> {
  /** The /24 or /48 prefix. */
  readonly network: string | null;
  /** How many attempts were made before this one. */
  readonly tried: number;
}

/** The state of the outbox. */
export interface OutboxStatus {
  readonly waiting: number;
  /** How many were not delivered since {@link Outbox.resume}: given up, or dropped because too many waited. */
  readonly dropped: number;
  /** Delivery is switched off, because the receiver refuses messages. */
  readonly isOff: boolean;
}

/**
 * Messages that wait to be delivered; the audit log adds them. Waiting messages of one aggregate are joined, and an
 * aggregate is sent at most once in the core's `aggregationDelay`. At most `mostWaiting` wait, and half as many of
 * aggregates; excess ones are dropped and counted. Each method is atomic; see `PinStore` for what that guarantees.
 */
export interface Outbox {
  /** True when there is something to claim. Reads only. */
  isDue(now: number): Promise<boolean>;
  /**
   * Claims the message that is due first; when the claim expires, it is due again. Only one sender is active at a
   * time: returns undefined while another one's claim or lease lasts.
   *
   * @param clientId a unique name of the sender
   */
  claim(clientId: string, now: number, until: number): Promise<Message | undefined>;
  /** Removes a message that was delivered. */
  done(id: string): Promise<void>;
  /** Postpones a message. */
  putOff(id: string, dueAt: number): Promise<void>;
  /** Removes a message that cannot be delivered, and counts it as dropped. */
  giveUp(id: string): Promise<void>;
  /** Drops all messages and accepts none until {@link resume}. */
  switchOff(): Promise<void>;
  /** Accepts messages again, and resets the count of dropped ones. */
  resume(): Promise<void>;
  /** Ends the sender's lease, so that another can take over at once. */
  release(clientId: string): Promise<void>;
  status(): Promise<OutboxStatus>;
}
