/**
 * Waits until somebody presses a button, the network is back, or the time is over.
 *
 * @param seconds - Infinity waits for somebody only
 * @param onSecond - is told at once and each second how many are left
 * @throws when the signal aborts
 */
export function pause(seconds, { onPress, signal, onSecond = () => {} }) {
  return new Promise((resolve, reject) => {
    let left = seconds;
    const timer = setInterval(() => {
      left -= 1;
      if (left <= 0) end();
      else onSecond(left);
    }, 1000);
    const stop = () => {
      clearInterval(timer);
      window.removeEventListener('online', online);
      signal.removeEventListener('abort', abort);
      onPress('go-on', () => {});
    };
    const end = () => {
      stop();
      resolve();
    };
    const online = () => left !== Infinity && end();
    window.addEventListener('online', online);
    onPress('go-on', end);
    const abort = () => {
      stop();
      reject(new Error('aborted'));
    };
    signal.addEventListener('abort', abort);
    onSecond(left);
  });
}
