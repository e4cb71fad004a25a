import type { Pin } from '@linkpin/server';
import { EmulatorError } from './error.ts';

/** A pin that an app asked for. */
export interface EmulatedPin {
  /** As the person would type it, or as a link carries it. */
  readonly code: string;
  /** What the app polls by. */
  readonly id: number;
  /** Whether the code is for a link, and not to be typed. */
  readonly strong: boolean;
  readonly clientIdentifier: string;
  /** What the app calls itself; null if it does not say. */
  readonly product: string | null;
}

/** A pin, and what became of it. */
export interface EmulatedPinState extends EmulatedPin {
  readonly state: 'pending' | 'approved' | 'denied' | 'cancelled' | 'redeemed' | 'expired';
}

/** A pin as tests see it. */
export function shownPin({ code, publicId, kind, clientId, requester }: Pin): EmulatedPin {
  return {
    code,
    id: Number(publicId),
    strong: kind === 'strong',
    clientIdentifier: clientId,
    product: requester.deviceInfo.product,
  };
}

/** A test that waits for a pin. */
interface Waiting {
  readonly resolve: (pin: EmulatedPin) => void;
  readonly reject: (error: unknown) => void;
}

/** Pins in the order in which apps asked for them, each handed out once. */
export class IssuedPins {
  #pins: EmulatedPin[] = [];
  #waiting: Waiting[] = [];

  add(issued: Pin): void {
    const pin = shownPin(issued);
    const first = this.#waiting.shift();
    if (first === undefined) this.#pins.push(pin);
    else first.resolve(pin);
  }

  /** The first pin that was not handed out yet, or the next one. */
  next(signal?: AbortSignal): Promise<EmulatedPin> {
    signal?.throwIfAborted();
    const pin = this.#pins.shift();
    if (pin !== undefined) return Promise.resolve(pin);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { resolve, reject };
      this.#waiting.push(waiting);
      signal?.addEventListener('abort', () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(signal.reason);
      });
    });
  }

  /** Forgets all, and tells whoever waits why. */
  clear(why: string): void {
    const waiting = this.#waiting;
    [this.#pins, this.#waiting] = [[], []];
    for (const { reject } of waiting) reject(new EmulatorError(why));
  }
}
