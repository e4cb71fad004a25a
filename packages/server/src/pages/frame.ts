import type { html } from 'hono/html';
import type { SignInMethod } from '../domain/session.ts';
import type { AssetName, Assets, Logo } from './assets.ts';
import type { Words } from './words/catalogue.ts';
import type { LanguageFacts } from './words/languages.ts';

/** How somebody signed in, for display. */
export interface SignInWay {
  readonly method: SignInMethod;
  /** What people call the provider; null of a sign-in without one. */
  readonly providerName: string | null;
}

/** Escaped HTML. */
export type Html = ReturnType<typeof html>;

/** The context of every view. */
export interface Frame {
  /** Base path, `''` at the root of a host. */
  readonly base: string;
  /** The service's name. */
  readonly name: string;
  /** What the page says, in the person's language. */
  readonly words: Words;
  readonly language: LanguageFacts;
  /** The URL path of an asset. */
  readonly asset: (name: AssetName) => string;
  /** The icon of tabs. */
  readonly icon: Assets['icon'];
  /** The operator's logo; null for our mark and the name. */
  readonly logo: Logo | null;
  /** Whom people can ask, and the operator's legal pages. */
  readonly contact: string | null;
  readonly privacyUrl: string | null;
  readonly termsUrl: string | null;
  /** The signed-in account. */
  readonly who: {
    readonly username: string;
    readonly formToken: string;
    /** May operate the service. */
    readonly isAdmin: boolean;
    /** How the person signed in. */
    readonly way: SignInWay;
  } | null;
  /** True over plain http from another machine. */
  readonly insecure: boolean;
  /** The attribution that the place database requires. */
  readonly attribution: string | null;
  /** The local path of this page, below the base path: where the choice of a language leads back to. */
  readonly here: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
