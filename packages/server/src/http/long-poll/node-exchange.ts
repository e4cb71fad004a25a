import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { EndOfWait } from '../../domain/polling.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { ApiBody } from '../server/api.ts';
import { runAgain, type Router, type RequestHead } from '../server/router.ts';
import { send } from '../server/node-send.ts';
import type { Pausable } from './hold.ts';

/** One request to the Node adapter, until it is answered. */
export class NodeExchange implements Pausable {
  readonly #front: Router;
  readonly #knock: RequestHead;
  readonly #body: ApiBody;
  readonly #outgoing: ServerResponse;
  readonly #log: Logger;

  constructor(router: Router, head: RequestHead, body: ApiBody, outgoing: ServerResponse, log: Logger) {
    this.#front = router;
    this.#knock = head;
    this.#body = body;
    this.#outgoing = outgoing;
    this.#log = log;
  }

  fail(error: unknown): void {
    this.#log.error({ err: error }, 'a request could not be answered');
    this.#outgoing.destroy();
  }

  isOpen(): boolean {
    return !this.#outgoing.destroyed && this.#outgoing.socket?.destroyed === false;
  }

  again(kind: EndOfWait): Promise<WireResponse> {
    return runAgain(this.#front, this.#knock, this.#body, kind);
  }

  answer(response: WireResponse): void {
    send(this.#outgoing, response);
  }
}
