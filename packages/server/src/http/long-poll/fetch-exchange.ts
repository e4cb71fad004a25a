import type { EndOfWait } from '../../domain/polling.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { ApiBody } from '../server/api.ts';
import { runAgain, type Router, type RequestHead, type Dispatched } from '../server/router.ts';
import { hold } from './hold.ts';

/**
 * Answers an API request. Holds the response if the request asks for that and there is nothing to tell yet.
 *
 * @param signal aborts when the client goes away
 * @throws the signal's reason if the client disconnects during the wait
 */
export async function answerOrHeld(
  router: Router,
  head: RequestHead,
  { answer, wait }: Extract<Dispatched, { to: 'api' }>,
  body: ApiBody,
  signal: AbortSignal,
): Promise<WireResponse> {
  const first = await answer(body);
  return new Promise((resolve, reject) => {
    const exchange = {
      isOpen: () => !signal.aborted,
      again: (kind: EndOfWait) => runAgain(router, head, body, kind),
      answer(held: WireResponse) {
        signal.removeEventListener('abort', leave);
        resolve(held);
      },
      fail: reject,
    };
    const forget = hold(router.holding, exchange, first, wait);
    const leave = (): void => {
      forget?.();
      reject(signal.reason);
    };
    if (forget === undefined) resolve(first);
    else if (signal.aborted) leave();
    else signal.addEventListener('abort', leave);
  });
}

/**
 * The body of a `Response` that is streamed.
 *
 * @param signal aborts when the client goes away
 */
export function readableOf(stream: NonNullable<WireResponse['stream']>, signal: AbortSignal): ReadableStream {
  let stop = (): void => {};
  let open = true;
  const close = (): void => {
    open = false;
    stop();
  };
  return new ReadableStream({
    start(controller) {
      stop = stream({
        write: (text) => {
          if (open) controller.enqueue(Buffer.from(text));
        },
        end: () => {
          if (open) controller.close();
          close();
        },
      });
      signal.addEventListener('abort', close);
    },
    cancel: close,
  });
}
