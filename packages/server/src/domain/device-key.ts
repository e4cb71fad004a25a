// Pure: no I/O, no clock, no randomness. Whose key a device signs with, and which of a client's keys are tried.

/** How many keys of one client are tried at most: each costs a signature check. */
export const triedKeys: number = 16;

/** What of a registered key says whose it is. */
export interface KeyOwner {
  readonly grantId: string;
  /** Account id. */
  readonly account: string;
  readonly clientId: string;
  readonly thumbprint: string;
}

/** Whether a registered key is in the way of a new one: another account has this very key, or one for the same client. */
export const belongsToAnother = (registered: KeyOwner, key: KeyOwner): boolean =>
  registered.account !== key.account &&
  (registered.clientId === key.clientId || registered.thumbprint === key.thumbprint);

/** Whether a registered key gives way to a new one: a grant has one key for a client, and a client has a key once. */
export const givesWay = (registered: KeyOwner, key: KeyOwner): boolean =>
  registered.clientId === key.clientId &&
  (registered.thumbprint === key.thumbprint || registered.grantId === key.grantId);

/** What a store finds in the step in which a key is to be registered. */
export interface AddingKey {
  /** The key's grant is there and was not revoked. */
  readonly isGrantLive: boolean;
  /** There is a key that {@link belongsToAnother}. */
  readonly isTaken: boolean;
  /** The device has shown that it has the private half. */
  readonly isProven: boolean;
}

/** Whether a key may be registered. One that its device has proved is never taken: it moves to that device. */
export function judgeNewKey({ isGrantLive, isTaken, isProven }: AddingKey): 'ok' | 'no-grant' | 'taken' {
  if (!isGrantLive) return 'no-grant';
  return isTaken && !isProven ? 'taken' : 'ok';
}

/** What of a registered key says when it is tried. */
export interface NamedKey {
  /** What the device calls it. */
  readonly kid: string;
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
}

/**
 * The keys that a signature is tried with, {@link triedKeys} at most: those that the device calls `kid` first, then the newest.
 *
 * @param keys of one client; of those that it calls so and of the others no more than the newest so many are needed
 */
export function keysToTry<Named extends NamedKey>(keys: readonly Named[], kid: string): readonly Named[] {
  const named = (key: NamedKey): number => (key.kid === kid ? 1 : 0);
  return keys
    .toSorted((one, other) => named(other) - named(one) || other.registeredAt - one.registeredAt)
    .slice(0, triedKeys);
}
