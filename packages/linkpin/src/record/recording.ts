import type { Transcript } from '../transcript/transcript.ts';
import { decode } from './decode.ts';
import type { RawBody, RawExchange } from './raw-exchange.ts';
import { transcriptOf } from './sanitize.ts';

/** What was recorded so far. */
export interface Recording {
  add(this: void, exchange: RawExchange): void;
  transcript(): Promise<Transcript>;
}

/** How many exchanges are remembered. A sign-in that polls each second for half an hour has 1800. */
const most = 5000;

/** How many bytes of bodies are remembered. */
const mostBytes = 64 * 1024 * 1024;

/** @param start when it begins, in milliseconds since the epoch */
export function startRecording(start: number): Recording {
  const exchanges: RawExchange[] = [];
  let bytes = 0;
  return {
    add(exchange) {
      bytes += exchange.request.body.length + exchange.response.body.length;
      if (exchanges.length < most && bytes <= mostBytes) exchanges.push(exchange);
    },
    async transcript() {
      const inOrder = exchanges.toSorted((one, other) => one.at - other.at);
      return transcriptOf(await Promise.all(inOrder.map(decoded)), { start });
    },
  };
}

async function decoded({ at, request, response }: RawExchange): Promise<RawExchange> {
  return { at, request: await withPlainBody(request), response: await withPlainBody(response) };
}

async function withPlainBody<Message extends Pick<RawExchange['response'], 'headers' | 'body'>>(
  message: Message,
): Promise<Message> {
  const { content, length }: RawBody = message.body;
  const plain = content === undefined ? undefined : await decode(content, message.headers['content-encoding']);
  return { ...message, body: { content: plain, length } };
}
