import type { Clock } from './clock.ts';
import type { ListenOptions, State } from './listening.ts';
import type { PlexOutcome } from './plex-outcome.ts';
import { type SavedPlexPin, checkSavedPlexPin } from './plex-saved.ts';
import { type PlexClientOptions, type PlexSetting, readPlexOptions } from './plex-setting.ts';
import { type PlexSignIn, plexSignIn } from './plex-sign-in.ts';
import { type ForgetfulStorage, type TextStorage, loadText, saveText } from './storage.ts';

/** The outcome of a sign-in by redirect. */
export type ForwardedOutcome =
  | PlexOutcome
  /** No sign-in was in progress: the page was opened for another reason. */
  | { readonly kind: 'none' }
  /** The person is back without a decision. The pin has been cancelled. */
  | { readonly kind: 'undecided' };

const itemName = 'linkpin.forwardedPin';

// The approval may become visible a little after the person is back (wire C7). Longer than two slow responses, so that
// a single pending poll never ends it.
const patience = 15_000;

/**
 * Stores a pin for the page at `forwardUrl`. Await it before navigating.
 *
 * @param storage - for example `sessionStorage`; whoever can read it can fetch the token
 * @throws LinkpinClientError `storage` if it cannot be stored
 */
export const keepForwardedPin = (storage: TextStorage, saved: SavedPlexPin): Promise<void> =>
  saveText(storage, itemName, JSON.stringify(saved));

const readForwarded = (text: string, { sender }: PlexSetting): SavedPlexPin | undefined => {
  try {
    return checkSavedPlexPin(JSON.parse(text) as SavedPlexPin, sender);
  } catch {
    return undefined;
  }
};

const waitAWhile = async (
  signIn: PlexSignIn,
  clock: Clock,
  options: ListenOptions | undefined,
): Promise<ForwardedOutcome> => {
  const states = signIn.states(options);
  // Time of the first pending poll since the last error.
  let began: number | undefined;
  for (;;) {
    const state = (await states.next()).value as State<PlexOutcome>;
    if (state.kind === 'retrying') {
      began = undefined;
    } else if (state.kind !== 'pending' && state.kind !== 'opened') {
      return state;
    } else if (clock.now() - (began ??= clock.now()) >= patience) {
      await signIn.cancel();
      return { kind: 'undecided' };
    }
  }
};

/**
 * Resumes a sign-in by redirect: call it on every load of the page at `forwardUrl`. Polls for some fifteen seconds
 * while there is no decision, and longer while there is no network.
 *
 * @param options - the same as for `createPlexClient`
 * @param storage - the one passed to `keepForwardedPin`; the stored pin is removed once there is an outcome
 * @returns the outcome; rejects with the reason of your own signal, and the pin stays for the next load
 * @throws LinkpinClientError `bad_option` as `createPlexClient` does; `storage` if it cannot be read
 */
export const resumeForwarded = async (
  options: PlexClientOptions,
  storage: ForgetfulStorage,
  listen?: ListenOptions,
): Promise<ForwardedOutcome> => {
  const setting = readPlexOptions(options);
  const text = await loadText(storage, itemName);
  if (text === null) return { kind: 'none' };
  const saved = readForwarded(text, setting);
  const outcome: ForwardedOutcome = saved
    ? await waitAWhile(plexSignIn(setting, saved, 0), setting.line.clock, listen)
    : { kind: 'none' };
  try {
    await storage.removeItem(itemName);
  } catch {
    // A storage that cannot be cleaned up must not lose the token.
  }
  return outcome;
};
