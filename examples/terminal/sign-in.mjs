// From a pin to a token: a code, the wait, and another code when nobody has come.
import { untilEnter } from '@linkpin/client/cli';
import { clearLine, drawn, isLive, say, strong, timeLeft, waitingLine } from './screen.mjs';

const noAnswer = 'plex.tv does not answer. Trying again.';
const reasons = {
  expired: 'The code has expired.',
  gone: 'The code has expired, or somebody said no.', // plex.tv does not say which
  denied: 'Somebody said no.',
  cancelled: 'The sign-in was cancelled.',
  taken: 'This sign-in has been used already. Start again.',
};

/**
 * Signs in, and shows what to do on the standard error.
 *
 * @param signal - ends it, and calls the code off
 * @returns the token
 * @throws an error whose message is for people; the signal's reason if it aborted
 */
export async function signIn(plex, signal) {
  for (;;) {
    const pin = await plex.requestPin({ signal });
    say(
      `Open ${strong(pin.linkUrl)} on any device, and type this code:\n\n  ${strong(pin.code)}\n${drawn(pin.qrText)}`,
    );
    const outcome = await decided(pin, signal);
    if (outcome.kind === 'approved') return outcome.token;
    if (outcome.kind === 'failed') throw outcome.error;
    const reason = reasons[outcome.kind];
    const canAsk = isLive && process.stdin.isTTY;
    if (!canAsk || !['expired', 'gone'].includes(outcome.kind)) throw new Error(reason);
    say(`${reason} Press Enter for another one.`);
    await untilEnter(process.stdin, signal);
  }
}

async function decided(pin, signal) {
  if (!isLive) say(`Waiting for ${timeLeft(pin.remaining)}.`);
  let wasAnswered = true;
  try {
    for await (const state of pin.states({ signal })) {
      if (state.remaining === undefined) return state;
      const isAnswered = state.kind !== 'retrying';
      if (isLive) waitingLine(isAnswered ? `Waiting, ${timeLeft(state.remaining)} left.` : noAnswer);
      else if (wasAnswered && !isAnswered) say(noAnswer);
      wasAnswered = isAnswered;
    }
  } catch (error) {
    await pin.cancel();
    throw error;
  } finally {
    if (isLive) clearLine();
  }
}
