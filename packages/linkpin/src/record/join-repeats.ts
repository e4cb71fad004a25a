import type { Exchange, Json } from '../transcript/transcript.ts';

/** What a poll counts down. */
const counting = ['expiresIn', 'x-ratelimit-remaining'];

/** Everything but the time of the exchange and what is counted down. */
const essence = ({ request, response }: Exchange): string =>
  JSON.stringify({ request, response }, (name, value: Json) => (counting.includes(name) ? undefined : value));

/** Joins each exchange with those that follow it at once and say nothing else, such as the polls of a pending pin. */
export function joinRepeats(exchanges: readonly Exchange[]): readonly Exchange[] {
  const joined: Exchange[] = [];
  let last = '';
  for (const exchange of exchanges) {
    const current = essence(exchange);
    const before = joined.at(-1);
    if (before === undefined || current !== last) joined.push(exchange);
    else joined[joined.length - 1] = { ...before, repeats: (before.repeats ?? 0) + 1 };
    last = current;
  }
  return joined;
}
