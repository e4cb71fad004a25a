import type { PlexSignIn, Progress, State } from '@linkpin/client';
import type { Screen } from './screen.ts';

/** The part of a sign-in that is shown. */
interface Watched<Outcome> extends Pick<PlexSignIn, 'code' | 'linkUrl' | 'qrText' | 'remaining'> {
  states(options: { readonly signal: AbortSignal }): AsyncIterable<State<Outcome>>;
  cancel(): Promise<unknown>;
}

/**
 * Shows a sign-in until it ends.
 *
 * @param signal aborting it cancels the pin, on the server too
 * @returns its outcome
 * @throws the signal's reason, after the server was notified
 */
export async function watch<Outcome extends { readonly kind: string }>(
  signIn: Watched<Outcome>,
  screen: Screen,
  signal: AbortSignal,
): Promise<Outcome> {
  screen.show(signIn);
  try {
    for await (const state of signIn.states({ signal })) {
      if (isProgress(state)) screen.update(state);
      else return state;
    }
  } catch (error) {
    screen.end();
    await signIn.cancel();
    throw error;
  } finally {
    screen.end();
  }
  throw new Error('a sign-in ended without an outcome');
}

const isProgress = <Outcome extends { readonly kind: string }>(state: State<Outcome>): state is Progress =>
  state.kind === 'pending' || state.kind === 'opened' || state.kind === 'retrying';
