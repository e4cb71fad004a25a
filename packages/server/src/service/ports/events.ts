import type { Address } from '../../domain/address.ts';
import type { EventKind } from '../../domain/event-kinds.ts';
import type { Pin, Protocol, Requester } from '../../domain/pin.ts';
import type { Measure } from '../../domain/statistics.ts';

/** An additional fact about an event. */
export type EventFact =
  /** Of `redeemed`: from a new network. */
  | 'collected-elsewhere'
  /** Of `replayed`: what was reused. */
  | 'device-code'
  | 'authorization-code'
  | 'refresh-token';

/** What is known of a request for a sign-in. */
export interface KnownOfPin {
  readonly protocol: Protocol | null;
  readonly clientId: string | null;
  readonly requester?: Pick<Requester, 'deviceInfo'>;
}

/** What an event is about: a pin, the grant that it became, or what is known of it. */
export type EventSubject = KnownOfPin &
  (Pick<Pin, 'publicId' | 'id'> | { readonly publicId?: never; readonly pinId?: string | null });

/** Something that has just happened. */
export interface NewEvent {
  readonly kind: EventKind;
  readonly about: EventSubject;
  /** Id of the account that did it, or whose device it is. */
  readonly account: string | null;
  /** The address that it was done from. */
  readonly address: Address;
  readonly fact?: EventFact;
  /** Who did it to that account: an account id, or {@link byCommand}. Left out for what its person did. */
  readonly by?: string;
  /** A name that tells what it is about, where no requester does. */
  readonly name?: string;
  /** What it counts as in the statistics; its kind if left out. */
  readonly counted?: readonly Measure[];
}

/** Who did something that an operator did by command. */
export const byCommand = 'command';

/** One row of the audit log. It holds no code, token, e-mail address or description of a browser. */
export interface AuditEntry {
  /** Random, 128 bits. */
  readonly id: string;
  readonly kind: EventKind;
  /** Milliseconds since the epoch; of an aggregate the first. */
  readonly at: number;
  /** Account id. */
  readonly account: string | null;
  /** Tells events of one pin from those of others; neither its id nor its public id can be derived from it. */
  readonly pin: string | null;
  readonly dialect: Protocol | null;
  /** The client, sanitized for display. */
  readonly client: string | null;
  /** The name that the device gives itself, sanitized for display. */
  readonly device: string | null;
  /** An address, or the network that several share; after a while only the /24 or /48 prefix. */
  readonly address: Address;
  /** ISO 3166-1. */
  readonly country: string | null;
  readonly fact: EventFact | null;
  /** How many events this stands for. */
  readonly count: number;
  /** Who did it, if not the person of `account`: the account id of an admin, or {@link byCommand}. */
  readonly by: string | null;
}

/** An entry on its way into the audit log. */
export interface NewEntry extends AuditEntry {
  /** Entries of the same aggregate become one row, with their counts added; null for a row of its own. */
  readonly bundle: string | null;
  /** Whether it is delivered to the operator's receiver. */
  readonly message: boolean;
  /** What it counts as in the statistics. */
  readonly counted: readonly Measure[];
}

/** Records events. */
export interface Events {
  /**
   * Records an event; never throws. Events that anybody can cause without signing in are aggregated and written within
   * a second. Any other is durable once the promise resolves.
   */
  note(event: NewEvent): Promise<void>;
  /** The entry for an event that is stored in the same step as its change: see `PinStore.replace`. */
  entryOf(event: NewEvent): NewEntry;
}
