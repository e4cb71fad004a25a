import type { Passkey } from './passkeys.ts';

/** Where an answer has to come from, and to which challenge. */
export interface ExpectedAnswer {
  /** Base64url. */
  readonly challenge: string;
  /** The origin of our pages. */
  readonly origin: string;
  /** The relying party's id. */
  readonly domain: string;
}

/** What a browser is to make a passkey with. */
export interface CreationOrder {
  /** Base64url. */
  readonly challenge: string;
  readonly domain: string;
  /** What people call the service. */
  readonly serviceName: string;
  readonly username: string;
  /** See {@link Passkey}. */
  readonly handle: string;
  /** The passkeys that the account has, so that no authenticator makes a second one. */
  readonly existing: readonly Pick<Passkey, 'id' | 'transports'>[];
  /** How long the browser may take, in milliseconds. */
  readonly life: number;
}

/** What a browser is to ask its authenticators for. */
export interface RequestOrder {
  /** Base64url. */
  readonly challenge: string;
  readonly domain: string;
  /** Those that may answer; undefined for any that the authenticator has for the domain. */
  readonly allowed: readonly Pick<Passkey, 'id' | 'transports'>[] | undefined;
  /** How long the browser may take, in milliseconds. */
  readonly life: number;
}

/** What is kept of a passkey that was just made. */
export type NewCredential = Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'transports' | 'isSynced'>;

/** Which passkey answered, before anything is verified. */
export interface ClaimedPasskey {
  readonly id: string;
  /** What the authenticator calls the account by; null when it does not say. */
  readonly handle: string | null;
}

/**
 * WebAuthn's ceremonies (Level 3 §7): makes their options and verifies their answers, which come as the JSON text that
 * `PublicKeyCredential.toJSON()` makes. User verification is always required. No method throws for what an answer says.
 */
export interface WebAuthn {
  /** The `PublicKeyCredentialCreationOptionsJSON` for a discoverable passkey. */
  creationOptions(order: CreationOrder): Promise<object>;
  /** The `PublicKeyCredentialRequestOptionsJSON`. */
  requestOptions(order: RequestOrder): Promise<object>;
  /** Verifies a registration (§7.1). @returns undefined when anything is wrong with it */
  verifyCreation(answer: string, expected: ExpectedAnswer): Promise<NewCredential | undefined>;
  /** Reads which passkey an assertion is of. @returns undefined when it is none */
  claimedPasskey(answer: string): ClaimedPasskey | undefined;
  /**
   * Verifies an assertion (§7.2), all but its counter, which a store judges in the step that notes it.
   *
   * @returns what the authenticator counts, or undefined when anything is wrong with it
   */
  verifyAssertion(
    answer: string,
    expected: ExpectedAnswer,
    passkey: Pick<Passkey, 'id' | 'publicKey'>,
  ): Promise<{ readonly counter: number } | undefined>;
}
