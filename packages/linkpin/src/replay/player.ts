// Pure, but for what it remembers of each client: which recorded exchange answers a request (decision 73).
import type { Exchange, Transcript } from '../transcript/transcript.ts';
import { askedOf, clientOf, formatAsked, type Asked } from './asked.ts';
import { handedOut, likenessOf } from './paths.ts';

/** An exchange of a transcript, and where it is there. */
interface Take {
  readonly at: number;
  readonly exchange: Exchange;
}

/** How many clients are remembered; the oldest is forgotten first. */
const mostClients = 1000;

const formats = ['json', 'xml'] as const;
type Format = (typeof formats)[number];

/** The formats for which an exchange is an answer: what was asked for, and what came; any if nothing came. */
function formatsOf({ request, response: { body } }: Exchange): readonly Format[] {
  if (body === undefined) return formats;
  const came = formats.find((format) => format in body);
  const asked = formatAsked(askedOf(request));
  return came === undefined || came === asked ? [asked] : [asked, came];
}

/** A second one of these is another sign-in, and no poll. */
const isAction = (method: string): boolean => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';

/** Plays a transcript to each client from its beginning. */
export class Player {
  readonly #known: ReadonlySet<string>;
  readonly #takes = new Map<string, Take[]>();
  /** For each client, by route: how many of its exchanges were played. */
  readonly #played = new Map<string, Map<string, number>>();

  constructor({ exchanges }: Pick<Transcript, 'exchanges'>) {
    this.#known = handedOut(exchanges);
    exchanges.forEach((exchange, at) => {
      for (const format of formatsOf(exchange)) {
        const route = this.#routeOf(exchange.request, format);
        const takes = this.#takes.get(route);
        if (takes === undefined) this.#takes.set(route, [{ at, exchange }]);
        else takes.push({ at, exchange });
      }
    });
  }

  /** Whether the transcript has the request in another format than the one that is asked for. */
  hasOtherFormat(asked: Asked): boolean {
    return formats.some((format) => format !== formatAsked(asked) && this.#takes.has(this.#routeOf(asked, format)));
  }

  /**
   * The exchange that answers a request: the first of its route, then the next one, and the last one again and again. An
   * action that is asked for once more than it was recorded begins anew what was recorded after it.
   *
   * @returns undefined for a request whose like was not recorded
   */
  play(asked: Asked): Exchange | undefined {
    const route = this.#routeOf(asked, formatAsked(asked));
    const takes = this.#takes.get(route);
    if (takes === undefined) return undefined;
    const played = this.#playedTo(clientOf(asked));
    const count = played.get(route) ?? 0;
    const take = takes[Math.min(count, takes.length - 1)];
    if (take === undefined) return undefined;
    if (count < takes.length) played.set(route, count + 1);
    else if (isAction(asked.method)) this.#beginAfter(take.at, played);
    return take.exchange;
  }

  #routeOf({ method, path }: Pick<Asked, 'method' | 'path'>, format: Format): string {
    return `${method} ${likenessOf(path, this.#known)} ${format}`;
  }

  #playedTo(client: string): Map<string, number> {
    const known = this.#played.get(client);
    if (known !== undefined) return known;
    const [oldest] = this.#played.keys();
    if (this.#played.size >= mostClients && oldest !== undefined) this.#played.delete(oldest);
    const fresh = new Map<string, number>();
    this.#played.set(client, fresh);
    return fresh;
  }

  #beginAfter(at: number, played: Map<string, number>): void {
    for (const [route, count] of played) {
      const before = (this.#takes.get(route) ?? []).filter((take) => take.at <= at).length;
      played.set(route, Math.min(count, before));
    }
  }
}
