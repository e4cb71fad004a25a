// The way in: a listener of Node's servers, which answers from a transcript.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Transcript } from '../transcript/transcript.ts';
import { formatAsked, type Asked } from './asked.ts';
import { Player } from './player.ts';
import { preflight, responseOf, unrecorded, type Played } from './response.ts';

/** The most that is read of a body, in bytes: more is no form of a client's. */
const longestBody = 64 * 1024;

async function formOf(incoming: IncomingMessage): Promise<Asked['form']> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    length += part.length;
    if (length <= longestBody) parts.push(part);
  }
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(incoming.headers['content-type'] ?? '');
  return isForm ? Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString())) : {};
}

async function askedOf(incoming: IncomingMessage): Promise<Asked> {
  const { method = 'GET', url = '/' } = incoming;
  const [path = '/', ...query] = url.split('?');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    method,
    path,
    query: Object.fromEntries(new URLSearchParams(query.join('?'))),
    headers: Object.fromEntries(headers),
    form: await formOf(incoming),
  };
}

/** Whom a player tells of its work. */
export interface Watcher {
  /**
   * Told of each request that the transcript has no answer for.
   *
   * @param problem a sentence
   */
  unrecorded(problem: string): void;
  /** Tells the time, in milliseconds since the epoch. */
  now(): number;
}

/** Makes the listener of a `node:http` or `node:http2` server. */
export function createEntrance(
  transcript: Transcript,
  watcher: Watcher,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const player = new Player(transcript);

  const answer = (asked: Asked): Played => {
    const exchange = player.play(asked);
    const played = exchange === undefined ? undefined : responseOf(exchange, transcript, asked, watcher.now());
    if (played !== undefined) return played;
    if (asked.method === 'OPTIONS') return preflight(asked);
    const what = `${asked.method} ${asked.path}`;
    const problem = problemOf(what, asked, exchange !== undefined);
    watcher.unrecorded(problem);
    return unrecorded(asked, problem);
  };

  /** Why there is no answer. */
  const problemOf = (what: string, asked: Asked, isRecorded: boolean): string => {
    if (isRecorded) return `The transcript does not hold the body of the response to ${what}.`;
    if (!player.hasOtherFormat(asked)) return `The transcript does not have ${what}.`;
    const [has, wanted] = formatAsked(asked) === 'json' ? ['XML', 'JSON'] : ['JSON', 'XML'];
    return `The transcript has ${what} in ${has}, and not in ${wanted}, which this request asks for.`;
  };

  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { status, headers, body } = answer(await askedOf(incoming));
    outgoing.writeHead(status, headers);
    outgoing.end(incoming.method === 'HEAD' ? undefined : body);
  };
  return (incoming, outgoing) => {
    respond(incoming, outgoing).catch(() => outgoing.destroy());
  };
}
