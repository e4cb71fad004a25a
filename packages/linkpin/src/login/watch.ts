import type { PlexSignIn, Progress, State } from '@linkpin/client';
import type { Screen } from './screen.ts';

/** A sign-in as far as it is watched. */
interface Watched<Outcome> extends Pick<PlexSignIn, 'code' | 'linkUrl' | 'qrText' | 'remaining'> {
  states(options: { readonly signal: AbortSignal }): AsyncIterable<State<Outcome>>;
  cancel(): Promise<unknown>;
}

/**
 * Shows a sign-in until it is over.
 *
 * @param signal aborting it calls the pin off, on the server too
 * @returns the one outcome
 * @throws the signal's reason, once the server was told
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
