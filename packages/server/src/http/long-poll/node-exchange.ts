import type { ServerResponse } from 'node:http';
import type { EndOfWait } from '../../domain/polling.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { ApiBody } from '../server/api.ts';
import type { ObservedRequest } from '../server/request-observer.ts';
import type { RequestHead } from '../server/request-head.ts';
import { runAgain, type Router } from '../server/router.ts';
import type { Pausable } from './hold.ts';

/** A request to the Node adapter that is held, and how it is ended. */
export interface HeldRequest {
  readonly router: Router;
  readonly head: RequestHead;
  readonly body: ApiBody;
  readonly outgoing: ServerResponse;
  readonly observed: ObservedRequest | undefined;
  readonly tell: (response: WireResponse) => void;
  readonly failed: (error: unknown) => void;
}

/** One request to the Node adapter, until it is answered. */
export class NodeExchange implements Pausable {
  readonly #request: HeldRequest;

  constructor(request: HeldRequest) {
    this.#request = request;
  }

  fail(error: unknown): void {
    this.#request.failed(error);
  }

  isOpen(): boolean {
    const { outgoing } = this.#request;
    return !outgoing.destroyed && outgoing.socket?.destroyed === false;
  }

  again(kind: EndOfWait): Promise<WireResponse> {
    const { router, head, body, observed } = this.#request;
    observed?.resumed();
    const run = (): Promise<WireResponse> => runAgain(router, head, body, kind);
    return observed === undefined ? run() : observed.run(run);
  }

  answer(response: WireResponse): void {
    this.#request.tell(response);
  }
}
