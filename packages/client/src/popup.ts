import type { Signal } from './platform.ts';
import type { PlexClient } from './plex-client.ts';
import type { PlexOutcome } from './plex-outcome.ts';
import type { SavedPlexPin } from './plex-saved.ts';
import type { PlexSignIn } from './plex-sign-in.ts';

/** The part of a popup's `window` that is used. */
export interface PopupWindow {
  readonly location: { readonly replace: (url: string) => void };
  readonly close: () => void;
}

/** The part of `window` that is used. */
export interface PopupPage {
  readonly open: (url: string, target: string, features: string) => PopupWindow | null;
  readonly addEventListener: (type: string, listener: () => void) => void;
  readonly removeEventListener: (type: string, listener: () => void) => void;
  readonly setTimeout: (callback: () => void, milliseconds: number) => unknown;
  readonly location: { readonly assign: (url: string) => void };
  readonly navigator: { readonly userAgent: string; readonly maxTouchPoints: number };
}

/** Options of a sign-in by popup. */
export interface PopupOptions {
  /** The page to return to after a redirect. Without one there is no redirect. */
  readonly forwardUrl?: string | undefined;
  /**
   * A page of this origin that the popup goes on to and that calls {@link endPopup}. With it the popup also closes where
   * the sign-in page's COOP header keeps this page from closing it, or this page is left at the outcome, and the outcome
   * is here at once.
   */
  readonly endUrl?: string | undefined;
  /**
   * Called and awaited before the redirect: store the pin, for example by `keepForwardedPin`, and resume it on the page
   * at `forwardUrl`.
   */
  readonly beforeRedirect?: ((saved: SavedPlexPin) => void | Promise<void>) | undefined;
  /** Called if the popup was blocked and there is no `forwardUrl`: show this URL as a link. The wait continues. */
  readonly onBlocked?: ((url: string) => void) | undefined;
  /** Aborting it closes the popup and ends the wait with the signal's reason. */
  readonly signal?: Signal | undefined;
  /** Default: the global `window`. */
  readonly page?: PopupPage | undefined;
}

/** The outcome of the sign-in, or `redirecting` if the page navigates to the sign-in page. */
export type PopupResult = PlexOutcome | { readonly kind: 'redirecting' };

// An iPad identifies itself as a Mac, but no Mac has a touch screen.
const isIos = ({ userAgent, maxTouchPoints }: PopupPage['navigator']): boolean =>
  /iPad|iPhone|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);

// Timers of a hidden page run once a minute; poll as soon as it becomes visible.
const hurryWhenSeen = (page: PopupPage, signIn: PlexSignIn): (() => void) => {
  const events = ['visibilitychange', 'focus', 'pageshow', 'online'];
  for (const event of events) page.addEventListener(event, signIn.hurry);
  const channel = openChannel();
  if (channel) channel.onmessage = signIn.hurry;
  return () => {
    for (const event of events) page.removeEventListener(event, signIn.hurry);
    channel?.close();
  };
};

// Reaches the pages of this origin also where the opener is gone. Safari has it since 15.4.
const openChannel = (): BroadcastChannel | undefined =>
  globalThis.BroadcastChannel && new BroadcastChannel('linkpin.popup');

// Milliseconds. The sign-in page goes to its next page right after the answer, and a window that is closed meanwhile stays
// open for good in Chromium.
const closeDelay = 1000;

const closeLater = (page: PopupPage, popup: PopupWindow, endsItself: boolean): void => {
  const close = (): void => {
    page.removeEventListener('pagehide', close);
    popup.close();
  };
  if (!endsItself) page.addEventListener('pagehide', close);
  page.setTimeout(close, closeDelay);
};

/**
 * Ends a popup: call it on the page at `endUrl`. Tells the page that opened the popup, although a COOP header may have
 * cut them apart, and closes the window. Also show that it can be closed, for browsers that do not let a page do so.
 */
export const endPopup = (page: { readonly close: () => void } = window): void => {
  const channel = openChannel();
  channel?.postMessage('');
  channel?.close();
  page.close();
};

/**
 * Signs in through a popup, or through a redirect where popups fail. Call it directly in the click handler, before any
 * `await`: the popup is opened at once and navigates to the sign-in page when the pin is there. Never reads
 * `popup.closed`, which is unreliable because of the sign-in page's COOP header. The popup closes a second after the
 * outcome.
 *
 * @returns the outcome, or `redirecting` if the page is about to navigate
 * @throws LinkpinClientError if no pin could be created; the signal's reason if it aborted
 */
export const signInWithPopup = async (client: PlexClient, options: PopupOptions = {}): Promise<PopupResult> => {
  const { forwardUrl, signal, page = window } = options;
  const leaves = forwardUrl !== undefined && isIos(page.navigator);
  const popup = leaves ? null : page.open('', '', 'popup,width=600,height=720');
  let stopHurrying = (): void => {};
  let close = (): void => popup?.close();
  try {
    const signIn = await client.requestPin({ strong: true, signal });
    if (popup !== null) {
      popup.location.replace(signIn.authUrl({ forwardUrl: options.endUrl }));
    } else if (forwardUrl !== undefined) {
      await options.beforeRedirect?.(signIn.save());
      page.location.assign(signIn.authUrl({ forwardUrl }));
      return { kind: 'redirecting' };
    } else {
      options.onBlocked?.(signIn.authUrl());
    }
    stopHurrying = hurryWhenSeen(page, signIn);
    const outcome = await signIn.wait({ signal });
    if (popup) close = () => closeLater(page, popup, options.endUrl !== undefined);
    return outcome;
  } finally {
    stopHurrying();
    close();
  }
};
