import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const names = [`${src}/http/server/request-id.test.ts`];
const traces = [`${src}/http/server/traced-requests.test.ts`];
const counting = [`${src}/metrics/counting.test.ts`];

/** Metrics, traces and names of requests: what clients cannot do to them. */
export const observeMutants: readonly Mutant[] = [
  {
    name: 'anybody names requests',
    file: `${src}/http/server/request-id.ts`,
    symbol: 'createRequestIds',
    guard: ' && isProxy(peer) ? name',
    without: ' ? name',
    tests: names,
  },
  {
    name: 'the name of a request may be of any characters and length',
    file: `${src}/http/server/request-id.ts`,
    symbol: 'createRequestIds',
    guard: ' && wellFormed.test(name)',
    without: '',
    tests: names,
  },
  {
    name: 'anybody joins a trace',
    file: `${src}/http/server/traced-requests.ts`,
    symbol: 'traceRequests',
    guard: 'isProxy(peer) ?',
    without: 'true ?',
    tests: traces,
  },
  {
    name: 'a client makes up series by its methods',
    file: `${src}/metrics/request-durations.ts`,
    symbol: 'RequestDurations',
    guard: "methods.has(method) ? method : '_OTHER'",
    without: 'method',
    tests: counting,
    named: 'nobody knows',
  },
  {
    name: 'a change of a pin that lost counts as one',
    file: `${src}/metrics/count-events.ts`,
    symbol: 'EventCounts',
    guard: 'if (!replaced) return false;',
    without: '',
    tests: counting,
    named: 'lost',
  },
  {
    name: 'a thread that died takes its counts along',
    file: `${src}/metrics/threads.ts`,
    symbol: 'ThreadMetrics',
    guard: 'snapshots: [...this.#last.values()],',
    without: 'snapshots: [...this.#last].filter(([thread]) => answering.has(thread)).map(([, told]) => told),',
    tests: [`${src}/metrics/threads.test.ts`],
    named: 'dies',
  },
];
