// In place of a client of the issuer: our own server, which has the device code and keeps the tokens.
import { cancelSignIn, startSignIn } from './actions.js';

export const ourServer = {
  async requestCode() {
    const shown = await startSignIn();
    if (shown === null) throw new Error('The issuer does not answer.');
    return { ...shown, states, hurry() {}, cancel: cancelSignIn };
  },
};

/** The states of the sign-in, as our server tells them. A lost connection is opened again. */
async function* states({ signal }) {
  let state = { kind: 'pending', remaining: 0 };
  for (;;) {
    try {
      const { body } = await fetch('/sign-in/states', { signal });
      for await (state of lines(body)) yield state;
      if (!('remaining' in state)) return;
    } catch (error) {
      signal.throwIfAborted();
      yield { kind: 'retrying', remaining: state.remaining ?? 0, retryIn: 2, error };
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const whole = (rest + value).split('\n');
    rest = whole.pop();
    for (const line of whole) yield JSON.parse(line);
  }
}
