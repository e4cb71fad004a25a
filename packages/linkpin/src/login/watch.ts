import type { PlexOutcome, PlexSignIn } from '@linkpin/client';
import type { Screen } from './screen.ts';

/**
 * Shows a sign-in until it is over.
 *
 * @param signal aborting it calls the pin off, on the server too
 * @returns the one outcome
 * @throws the signal's reason, once the server was told
 */
export async function watch(signIn: PlexSignIn, screen: Screen, signal: AbortSignal): Promise<PlexOutcome> {
  screen.show(signIn);
  try {
    for await (const state of signIn.states({ signal })) {
      if (state.kind === 'pending' || state.kind === 'opened' || state.kind === 'retrying') screen.update(state);
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
