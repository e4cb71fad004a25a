import type { Progress } from '../listening.ts';

/** What happens in a sign-in, in order. On a screen without a terminal, each is a line of JSON. */
export type SignInEvent =
  /** A page opens in this machine's browser. Show its address too, for another browser here. */
  | { readonly kind: 'browser'; readonly url: string }
  /** A code is to be entered, on this or any other device. */
  | {
      readonly kind: 'code';
      readonly code: string;
      /** Where it is entered. */
      readonly url: string;
      /** The same with the code in it, for a QR code; null if the server has none. */
      readonly urlWithCode: string | null;
      /** Whole seconds until the code expires. */
      readonly expiresIn: number;
      /** Whether an earlier run of the program has shown it already. */
      readonly isResumed: boolean;
    }
  /** How far a code is: yields each second, with the seconds that are left. */
  | Progress
  /** The tokens are kept. */
  | {
      readonly kind: 'signed_in';
      readonly issuer: string;
      readonly clientId: string;
      readonly scope: string | null;
      /** When the access token expires, ISO 8601; null if the server did not say. */
      readonly expiresAt: string | null;
      /** A path, `keyring` or `memory`. */
      readonly keptIn: string;
    }
  /** It did not succeed; the same error is thrown. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Where a sign-in is shown, and what the person can do there. */
export interface SignInScreen {
  readonly show: (event: SignInEvent) => void;
  /**
   * Resolves when the person would rather have a code than the page in the browser. Absent if nobody can say so.
   *
   * @throws the signal's reason
   */
  readonly wantsCode?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /**
   * Resolves when the person wants another code after one has expired. Absent if nobody can say so.
   *
   * @throws the signal's reason
   */
  readonly wantsAnotherCode?: ((signal: AbortSignal) => Promise<void>) | undefined;
}
