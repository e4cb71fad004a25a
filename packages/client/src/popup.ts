import type { Signal } from './platform.ts';
import type { PlexClient } from './plex-client.ts';
import type { PlexOutcome } from './plex-outcome.ts';
import type { SavedPlexPin } from './plex-saved.ts';
import type { PlexSignIn } from './plex-sign-in.ts';

/** The part of a window that another one opened. */
export interface PopupWindow {
  readonly location: { readonly replace: (url: string) => void };
  readonly close: () => void;
}

/** The part of `window` that is used. */
export interface PopupPage {
  readonly open: (url: string, target: string, features: string) => PopupWindow | null;
  readonly addEventListener: (type: string, listener: () => void) => void;
  readonly removeEventListener: (type: string, listener: () => void) => void;
  readonly location: { readonly assign: (url: string) => void };
  readonly navigator: { readonly userAgent: string; readonly maxTouchPoints: number };
}

/** How to sign in from a page. */
export interface PopupOptions {
  /** The page to come back to when the whole page has to leave. Without one, it never leaves. */
  readonly forwardUrl?: string | undefined;
  /**
   * Called, and waited for, just before the page leaves: keep what it is given, by `keepForwardedPin` say, and go on with
   * it on the page that `forwardUrl` names.
   */
  readonly beforeRedirect?: ((saved: SavedPlexPin) => void | Promise<void>) | undefined;
  /** Called when the popup was blocked and there is no `forwardUrl`: show this address as a link. The wait goes on. */
  readonly onBlocked?: ((url: string) => void) | undefined;
  /** Aborting it closes the popup and ends the wait with the signal's reason. */
  readonly signal?: Signal | undefined;
  /** Default: the global `window`. */
  readonly page?: PopupPage | undefined;
}

/** How it ended: as any sign-in does, or by leaving the page for the sign-in page. */
export type PopupResult = PlexOutcome | { readonly kind: 'redirecting' };

// An iPad says that it is a Mac, but no Mac has a touch screen.
const isIos = ({ userAgent, maxTouchPoints }: PopupPage['navigator']): boolean =>
  /iPad|iPhone|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);

// A hidden page's timers run once a minute; ask at once when it is seen again.
const hurryWhenSeen = (page: PopupPage, signIn: PlexSignIn): (() => void) => {
  const events = ['visibilitychange', 'focus', 'pageshow', 'online'];
  for (const event of events) page.addEventListener(event, signIn.hurry);
  return () => {
    for (const event of events) page.removeEventListener(event, signIn.hurry);
  };
};

/**
 * Signs in through a popup, or through a redirect where popups fail (wire C8). Call it straight from the click handler,
 * before any `await`: the popup is opened at once and is sent to the sign-in page when the pin is there. It never looks
 * at `popup.closed`, which the sign-in page's headers can make lie.
 *
 * @returns the one outcome, or `redirecting` when the page is about to leave
 * @throws LinkpinClientError when no pin could be had; the signal's reason when that aborted
 */
export const signInWithPopup = async (client: PlexClient, options: PopupOptions = {}): Promise<PopupResult> => {
  const { forwardUrl, signal, page = window } = options;
  const leaves = forwardUrl !== undefined && isIos(page.navigator);
  const popup = leaves ? null : page.open('', '', 'popup,width=600,height=720');
  let stopHurrying = (): void => {};
  try {
    const signIn = await client.requestPin({ strong: true, signal });
    if (popup !== null) {
      popup.location.replace(signIn.authUrl());
    } else if (forwardUrl !== undefined) {
      await options.beforeRedirect?.(signIn.save());
      page.location.assign(signIn.authUrl({ forwardUrl }));
      return { kind: 'redirecting' };
    } else {
      options.onBlocked?.(signIn.authUrl());
    }
    stopHurrying = hurryWhenSeen(page, signIn);
    return await signIn.wait({ signal });
  } finally {
    stopHurrying();
    popup?.close();
  }
};
