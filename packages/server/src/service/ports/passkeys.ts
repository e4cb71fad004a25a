import type { PasskeyKept } from '../../domain/passkey.ts';

/** A passkey: the public half of a key pair whose other half a person's authenticator has (WebAuthn Level 3). */
export interface Passkey {
  /** Credential id, base64url; nobody else's passkey has it. */
  readonly id: string;
  /** Account id. */
  readonly account: string;
  /** The domain that it works at: the relying party's id. */
  readonly domain: string;
  /** What the authenticator calls the account by, base64url: random, and not the account's id. */
  readonly handle: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  /** How often the authenticator says that it was used; 0 for one that does not count. */
  readonly counter: number;
  /** How a browser reaches it, in WebAuthn's words. */
  readonly transports: readonly string[];
  /** It can be on several devices of its person. */
  readonly isSynced: boolean;
  /** What its person calls it. */
  readonly name: string;
  /** Milliseconds since the epoch, as all times. */
  readonly addedAt: number;
  /** Null if it was never used. */
  readonly lastUsedAt: number | null;
}

/** A passkey that answered. */
export interface PasskeyUse {
  readonly id: string;
  /** Account id, as the passkey had it when the answer was checked. */
  readonly account: string;
  /** What the authenticator counts now. */
  readonly counter: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A passkey that is to go. */
export interface PasskeyRemoval {
  readonly id: string;
  /** Account id. */
  readonly account: string;
  /** By its person, who keeps the last way in, or by an operator. */
  readonly by: 'person' | 'operator';
  /** The domain at which passkeys work now; undefined where none do. */
  readonly domain: string | undefined;
}

/** A change of whether an account asks for a passkey after the password. */
export interface PasskeyNeed {
  /** Account id. */
  readonly id: string;
  /** Hash of the password that the account had when its person was let change this. */
  readonly passwordHash: string;
  readonly needsPasskey: boolean;
  /** The domain at which passkeys work now. */
  readonly domain: string;
  /** Hash of the session that stays. */
  readonly keep: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The passkeys. Each method is atomic; see `PinStore` for what that guarantees. */
export interface Passkeys {
  /**
   * Adds a passkey if its account still has the password that it had when its person was let add one.
   *
   * @param passwordHash hash of that password
   * @returns `taken` when somebody has the credential already, whoever it is; `too-many` by the core's `mostPasskeys`
   */
  add(passkey: Passkey, passwordHash: string): Promise<'added' | 'other-password' | 'taken' | 'too-many'>;
  byId(id: string): Promise<Passkey | undefined>;
  /** The passkeys of an account, the oldest first. */
  listFor(account: string): Promise<readonly Passkey[]>;
  /**
   * Notes that a passkey answered, by the core's `usePasskey`. Of concurrent uses with one count exactly one succeeds.
   *
   * @returns `copied` when its counter did not grow, `gone` when the account has no such passkey any more
   */
  use(use: PasskeyUse): Promise<'used' | 'copied' | 'gone'>;
  /** Gives a passkey of the account another name. Returns false if the account has no such passkey. */
  rename(id: string, account: string, name: string): Promise<boolean>;
  /** Removes a passkey of the account, unless the core's `judgePasskeyRemoval` keeps it from its person. */
  remove(removal: PasskeyRemoval): Promise<'removed' | 'no-passkey' | PasskeyKept>;
  /**
   * Changes whether the account asks for a passkey after the password, by the core's `judgeNeed`. When it does from now on,
   * the other sessions of the account end in the same step, and what came in with the password alone.
   */
  setNeed(need: PasskeyNeed): Promise<'changed' | 'other-password' | 'no-password' | 'no-passkey'>;
}
