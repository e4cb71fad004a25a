/** Somebody whom the application around the service, or the proxy in front of it, has signed in. */
export interface OutsidePerson {
  /** Who it is: never changes and is never given to somebody else. 1 to 255 characters. */
  readonly subject: string;
  /** What people call them; proposes the name of a new account. */
  readonly name?: string | null;
  readonly email?: string | null;
  /** Whether the address was proved to be theirs. Default: no. */
  readonly emailVerified?: boolean;
  /** Default: not known. */
  readonly groups?: readonly string[] | null;
  /** When they proved who they are, in milliseconds since the epoch. If missing, the sign-in is not fresh. */
  readonly signedInAt?: number | null;
}

/** Nobody is signed in there. */
export interface NobodyOutside {
  /** Where a browser is sent to sign in, as an absolute URL; null if there is no such place. */
  readonly redirect: string | null;
}

/** Where a sign-in outside comes back to. */
export interface OutsideReturn {
  /** The page of this service that was asked for, as an absolute URL. */
  readonly returnTo: string;
  /**
   * The last sign-in was too long ago for a decision: who is signed in has to prove again who they are, so send them to the
   * sign-in page unless they have just been there.
   */
  readonly fresh: boolean;
}

/** People are signed in outside of this service, which then has no sign-in of its own. Asked at every page and form. */
export interface OutsideSignIn {
  readonly method: 'application' | 'proxy';
  /** The origins besides the service's own where people sign in. */
  readonly origins: readonly string[];
  /**
   * Who sends a request.
   *
   * @param headers of the request
   * @param peer the address at the other end of the connection
   * @throws if it cannot be found out: then the request is refused
   */
  find(
    headers: Iterable<readonly [name: string, value: string]>,
    more: OutsideReturn & { readonly peer: string | undefined },
  ): Promise<OutsidePerson | NobodyOutside>;
}
