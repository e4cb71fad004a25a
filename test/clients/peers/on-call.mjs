/**
 * Does what the test asks for: each message is a deed's name and its arguments, each answer its result or its error as
 * the client threw it.
 */
export function onCall(deeds) {
  const answer = async ({ number, deed, args }) => {
    try {
      process.send({ number, result: (await deeds[deed](...args)) ?? null });
    } catch (error) {
      process.send({ number, error: { name: error.name, message: error.message, ...plain(error) } });
    }
  };
  process.on('message', (asked) => void answer(asked));
}

/** The members of an error that can be sent. */
function plain(error) {
  return JSON.parse(JSON.stringify(error, (name, value) => (/^(rawResponse|request)$/.test(name) ? undefined : value)));
}
