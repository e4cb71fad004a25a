import type { Clock } from './clock.ts';
import type { ListenOptions, State } from './listening.ts';
import type { PlexOutcome } from './plex-outcome.ts';
import { type SavedPlexPin, checkSavedPlexPin } from './plex-saved.ts';
import { type PlexClientOptions, type PlexSetting, readPlexOptions } from './plex-setting.ts';
import { type PlexSignIn, plexSignIn } from './plex-sign-in.ts';
import { type ForgetfulStorage, type TextStorage, loadText, saveText } from './storage.ts';

/** How a sign-in stands that left the page. */
export type ForwardedOutcome =
  | PlexOutcome
  /** No sign-in was under way: the page was opened for another reason. */
  | { readonly kind: 'none' }
  /** The person is back, and the server goes on saying that nobody has decided. The pin is called off. */
  | { readonly kind: 'undecided' };

const itemName = 'linkpin.forwardedPin';

// The server may know of the approval a little later than the person is back (wire C7). Longer than two slow answers take,
// so that never one null read alone ends it.
const patience = 15_000;

/**
 * Keeps a pin for the page that `forwardUrl` names. Wait for it before the page leaves.
 *
 * @param storage - whoever can read it can fetch the token: `sessionStorage`, say
 * @throws LinkpinClientError `storage` when it cannot be kept
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
  // When the server began to say that nobody has decided, without trouble since.
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
 * Goes on with the sign-in for which the page had left: for the page that `forwardUrl` names, at each load. Asks for some
 * fifteen seconds while the server says that nobody has decided (wire C7), and longer while there is no network.
 *
 * @param options - the same as for `createPlexClient`
 * @param storage - the one that `keepForwardedPin` had; what is kept there goes when there is an outcome
 * @returns the one outcome; rejects with the reason of your own signal, and the pin stays for the next load
 * @throws LinkpinClientError `bad_option` as `createPlexClient` does; `storage` when it cannot be read
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
    // A token that is here is worth more than a storage that is tidy.
  }
  return outcome;
};
