// Plays a scenario with a client in this process, whose time passes when it waits and never else.
import type { Heard, Played, Request, Scenario } from '../../../packages/linkpin/src/conformance/client/scenario.ts';

/** What a client hears: the status and the members of the JSON; undefined without a response. */
export type Said =
  | { readonly status: number; readonly body: Readonly<Record<string, unknown>>; readonly retryAfter: number }
  | undefined;

/** What a client has. */
export interface World {
  send(request: Partial<Request> & Pick<Request, 'path'>): Promise<Said>;
  /** In seconds. */
  wait(seconds: number): Promise<void>;
  /** In seconds. */
  now(): number;
  print(text: string): void;
}

/** A client; it returns its exit code. */
export type Client = (world: World) => Promise<number>;

/** Thrown at a client whose time is over. */
class Stopped extends Error {}

/** How long a client waits for a response, in milliseconds. */
const timeout = 10_000;

export async function playHere(scenario: Scenario, client: Client): Promise<Played> {
  const requests: Heard[] = [];
  const limit = scenario.limit * 1000;
  let now = 0;
  let output = '';
  const pass = (milliseconds: number): void => {
    now += milliseconds;
    if (now > limit) throw new Stopped();
  };
  const world: World = {
    async send(given) {
      const request: Request = { method: 'GET', query: [], headers: {}, body: '', ...given };
      const answer = scenario.answer(request, requests);
      const cameAt = now;
      if (answer.kind === 'hang') pass(timeout);
      requests.push({ ...request, answer, cameAt, endedAt: now });
      if (answer.kind !== 'response') return undefined;
      const { status, headers = {}, body } = answer;
      const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
      return { status, body: members, retryAfter: Number(headers['retry-after'] ?? 0) };
    },
    wait: async (seconds) => pass(seconds * 1000),
    now: () => now / 1000,
    print: (text) => (output += `${text}\n`),
  };
  let exitCode: number | null;
  try {
    exitCode = await client(world);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    exitCode = null;
  }
  return { requests, output, exitCode, problem: null };
}
