import type { Address } from '../../domain/address.ts';
import type { EventKind } from '../../domain/event-kinds.ts';
import type { Pin, Protocol, Requester } from '../../domain/pin.ts';

/** What more there is to say of an event. */
export type EventFact =
  /** Of `redeemed`: from a network that had not asked for this pin before. */
  | 'collected-elsewhere'
  /** Of `replayed`: what came a second time. */
  | 'device-code'
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

/** Something that has happened just now. */
export interface NewEvent {
  readonly kind: EventKind;
  readonly about: EventSubject;
  /** Account id of who did it, or whose device it is. */
  readonly account: string | null;
  /** From where it was done. */
  readonly address: Address;
  readonly fact?: EventFact;
}

/** One row of the audit log. It holds no code, token, e-mail address or description of a browser. */
export interface AuditEntry {
  /** Random, 128 bits. */
  readonly id: string;
  readonly kind: EventKind;
  /** Milliseconds since the epoch; of several the first. */
  readonly at: number;
  /** Account id. */
  readonly account: string | null;
  /** Tells events of one pin from those of others; neither its key nor its handle can be found from it. */
  readonly pin: string | null;
  readonly dialect: Protocol | null;
  /** The client, as it may be shown. */
  readonly client: string | null;
  /** What the device calls itself, as it may be shown. */
  readonly device: string | null;
  /** An address, or the network that several share; after a while only the /24 or /48 prefix. */
  readonly address: Address;
  /** ISO 3166-1. */
  readonly country: string | null;
  readonly fact: EventFact | null;
  /** How many events this stands for. */
  readonly count: number;
}

/** An entry on its way into the audit log. */
export interface NewEntry extends AuditEntry {
  /** Entries of the same aggregate become one row, with their counts added; null for a row of its own. */
  readonly bundle: string | null;
  /** Whether the operator's receiver is to be told. */
  readonly message: boolean;
}

/** Where what happens is noted. */
export interface Events {
  /**
   * Notes something. It never throws. What anybody may cause without signing in is only counted here, and written
   * within a second; everything else is on the disk once this resolves, for whoever wants to wait for it.
   */
  note(event: NewEvent): Promise<void>;
  /** The entry for something that is kept in the same step as the change that it is about: see `PinStore.replace`. */
  entryOf(event: NewEvent): NewEntry;
}
