import type { EndOfWait } from '../../domain/polling.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { ApiBody } from '../server/api.ts';
import type { ObservedRequest } from '../server/request-observer.ts';
import type { RequestHead } from '../server/request-head.ts';
import { runAgain, type Router, type Dispatched } from '../server/router.ts';
import { hold } from './hold.ts';

/** A request to the fetch adapter. */
export interface FetchedRequest {
  readonly head: RequestHead;
  readonly turn: Extract<Dispatched, { to: 'api' }>;
  readonly body: ApiBody;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  readonly observed: ObservedRequest | undefined;
}

/**
 * Answers an API request. Holds the response if the request asks for that and there is nothing to tell yet.
 *
 * @throws the signal's reason if the client disconnects during the wait
 */
export async function answerOrHeld(
  router: Router,
  { head, turn, body, signal, observed }: FetchedRequest,
): Promise<WireResponse> {
  const run = <Value>(work: () => Value): Value => (observed === undefined ? work() : observed.run(work));
  const first = await run(() => turn.answer(body));
  return new Promise((resolve, reject) => {
    const exchange = {
      isOpen: () => !signal.aborted,
      again(kind: EndOfWait) {
        observed?.resumed();
        return run(() => runAgain(router, head, body, kind));
      },
      answer(held: WireResponse) {
        signal.removeEventListener('abort', leave);
        resolve(held);
      },
      fail: reject,
    };
    const forget = hold(router.holding, exchange, first, turn.wait);
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
