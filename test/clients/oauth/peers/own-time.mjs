// Loaded before a client. Time passes only where the client waits: a timer of a second or more asks the test, which says
// how far everybody is ahead of the real clock from then on. Timers of Node itself (its fetch has some) run as ever.
const { fetch, setTimeout } = globalThis;
const now = Date.now.bind(Date);
let ahead = 0;

/** Who called who calls this. */
const calledByNode = () => /[( ]node:/.test(new Error().stack.split('\n')[3]);

Date.now = () => now() + ahead;
globalThis.setTimeout = (callback, milliseconds = 0, ...args) => {
  if (milliseconds < 1000 || calledByNode()) return setTimeout(callback, milliseconds, ...args);
  void wait(milliseconds, () => callback(...args));
};

async function wait(milliseconds, done) {
  const answer = await fetch(process.env.LINKPIN_TIME, { method: 'POST', body: String(milliseconds) });
  ahead = Number(await answer.text());
  done();
}
