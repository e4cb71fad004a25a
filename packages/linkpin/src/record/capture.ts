import { mostBytes } from './decode.ts';
import type { RawBody } from './raw-exchange.ts';

/** Collects a body while it goes by. */
export interface Capture {
  add(part: Buffer): void;
  body(): RawBody;
}

export function createCapture(): Capture {
  let parts: Buffer[] = [];
  let length = 0;
  return {
    add(part) {
      length += part.length;
      if (length <= mostBytes) parts.push(part);
      else parts = [];
    },
    body: () => ({ content: length <= mostBytes ? Buffer.concat(parts) : undefined, length }),
  };
}
