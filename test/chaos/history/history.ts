// What a run of the service looked like from outside: every call, and what was answered to it.
import type { Protocol } from '../../../packages/server/src/domain/pin.ts';

/** What somebody asked of the service about one pin. */
export type Operation =
  | {
      readonly do: 'request';
      readonly protocol: Protocol;
      /** How long the pin lives, in milliseconds. */
      readonly life: number;
      /** The address of the device. */
      readonly from: string;
      /** OAuth: the key that the device asks with (RFC 9449 §10); null for none. */
      readonly keyThumbprint: string | null;
    }
  | {
      readonly do: 'approve' | 'deny';
      readonly account: string;
      /** A page leads whoever has decided before to what was decided. */
      readonly via: 'page' | 'api';
    }
  | { readonly do: 'cancel' }
  | {
      readonly do: 'poll';
      readonly from: string;
      /** OAuth: the key that this poll proves; null for none. */
      readonly keyThumbprint: string | null;
    };

/** What the service answered. */
export type Answer =
  | { readonly is: 'done' }
  /** Nobody has decided. */
  | { readonly is: 'pending' }
  | {
      readonly is: 'token';
      /** The same for the same token, and for no other. */
      readonly token: string;
      /** The account that the token belongs to; null if nobody looked. */
      readonly account: string | null;
    }
  | {
      readonly is: 'refused';
      /** The reason in the protocol's own word; null for a page that does not tell one. */
      readonly as: string | null;
    };

/** One call. Times in milliseconds since the epoch, with fractions, by the one clock of whoever recorded them. */
export interface Call {
  /** The pin, under a name of this history's own. */
  readonly pin: string;
  readonly caller: string;
  readonly operation: Operation;
  readonly invokedAt: number;
  /** Null if no answer came, or one that tells nothing: the call may have been done, or is done later, or never. */
  readonly returnedAt: number | null;
  /** Null just when `returnedAt` is. */
  readonly answer: Answer | null;
}

/** A time in which a replica could not reach the database. Milliseconds since the epoch. */
export interface Outage {
  readonly from: number;
  /** Infinity when it is not over. */
  readonly to: number;
}

/** How exactly times are to be taken. In milliseconds. */
export interface Bounds {
  /** How old a `pending` may be: it has to have been true at some moment so long before the call, or during it. */
  readonly pendingWithin: number;
  /** The same for a call during an outage. */
  readonly pendingWithinOutage?: number;
  readonly outages?: readonly Outage[];
  /** How far the clocks that decide and the clock that recorded may be apart. */
  readonly clockSkew: number;
}

/** How long before the call its answer has to have been true at some moment, in milliseconds. */
export function oldestOf({ answer, invokedAt, returnedAt }: Call, bounds: Bounds): number {
  if (answer?.is !== 'pending') return 0;
  const { pendingWithin, pendingWithinOutage = pendingWithin, outages = [], clockSkew } = bounds;
  const isInOutage = outages.some(
    ({ from, to }) => invokedAt - clockSkew <= to && (returnedAt ?? Infinity) + clockSkew >= from,
  );
  return isInOutage ? pendingWithinOutage : pendingWithin;
}

/** The calls of each pin, in the order in which they were made. */
export function byPin(history: readonly Call[]): ReadonlyMap<string, readonly Call[]> {
  const groups = Map.groupBy(history, ({ pin }) => pin);
  for (const calls of groups.values()) calls.sort((one, other) => one.invokedAt - other.invokedAt);
  return groups;
}
