import type { html } from 'hono/html';
import type { AssetName } from './assets.ts';

/** A piece of a page, escaped already. */
export type Html = ReturnType<typeof html>;

/** What every view knows besides its own state. */
export interface Frame {
  /** Base path before every path, `''` at the root of a host. */
  readonly base: string;
  /** What this service is called. */
  readonly name: string;
  /** The URL path of a style, script or picture. */
  readonly asset: (name: AssetName) => string;
  /** Who is signed in. */
  readonly who: { readonly username: string; readonly formToken: string } | null;
  /** The page came over plain http from beyond this machine. */
  readonly insecure: boolean;
  /** A sentence that the place database wants shown. */
  readonly attribution: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
