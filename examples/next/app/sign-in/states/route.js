import { waitingSignIn } from '../../sessions.js';

/** Tells the states of this browser's sign-in as they come, a line of JSON each; never the tokens. */
export async function GET({ signal }) {
  const waiting = await waitingSignIn();
  async function* lines() {
    if (waiting === undefined) return yield '{"kind":"gone"}\n';
    for await (const { kind, remaining, number } of waiting.signIn.states({ signal })) {
      yield `${JSON.stringify({ kind, remaining, number })}\n`;
    }
  }
  const body = ReadableStream.from(lines()).pipeThrough(new TextEncoderStream());
  // Not to be compressed, which would hold lines back.
  return new Response(body, {
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store, no-transform' },
  });
}
