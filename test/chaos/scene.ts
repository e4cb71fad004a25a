// What each trial on a cluster needs: people with accounts, a recorder, and the judgement in the end.
import { setTimeout as pause } from 'node:timers/promises';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { testKeys } from '../harness/dependencies.ts';
import { createHarness } from '../harness/service.ts';
import type { Approver } from './approvers.ts';
import type { Call, Outage } from './history/history.ts';
import { judge } from './history/judge.ts';
import { sendFrom } from './local-send.ts';
import { approversOf, namesOf, settle, type Someone } from './people.ts';
import { Recorder, type GivenToken, type Send } from './recorder.ts';
import type { TrialOutcome } from './score.ts';
import { failedIn, type SignIn } from './story.ts';

/** How old a `pending` may be while the database can be reached: what is remembered counts for so long, in milliseconds. */
const pendingWithin = 1000;

/** The same while a replica cannot reach it. */
const pendingWithinOutage = 60_000;

/** How far the database's clock, as replicas carry it on, may be from this process's, in milliseconds. */
const clockSkew = 100;

/** A client of the operator's that may ask about tokens. */
const resource = { id: 'resource', secret: 'a resource server' } as const;

/** Makes the accounts and the clients of a run in its database. */
export async function prepare(databaseUrl: string, count: number): Promise<readonly Someone[]> {
  const address = readPostgresAddress(databaseUrl);
  const store = await openPostgresStore({ address, keys: createKeys(testKeys), connections: 4 });
  const harness = createHarness(`people of ${databaseUrl}`, { store, clock: movableClock(() => store.clock.now()) });
  try {
    await registerClient(harness, resource.id, { authMethod: 'client_secret_post' }, resource.secret);
    return await settle(harness, count);
  } finally {
    await harness.service.close();
  }
}

/** Asks until somebody answers. */
async function answered(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await ask().catch((error: unknown) => {
      if (!(error instanceof TypeError)) throw error;
      return undefined;
    });
    if (response !== undefined && response.status < 500 && response.status !== 429) return response;
    await pause(100);
  }
}

/** Whether a token is good: plex's is used, OAuth's is asked about (RFC 7662). */
async function isLive(url: string, { protocol, secret }: GivenToken): Promise<boolean> {
  const send = sendFrom('127.0.0.9');
  if (protocol === 'plex') {
    const headers = { 'x-plex-token': secret, accept: 'application/json' };
    return (await answered(() => send(new Request(`${url}/api/v2/user`, { headers })))).status === 200;
  }
  const form = { token: secret, client_id: resource.id, client_secret: resource.secret };
  const response = await answered(() =>
    send(new Request(`${url}/oauth/introspect`, { method: 'POST', body: new URLSearchParams(form) })),
  );
  return ((await response.json()) as { readonly active: boolean }).active;
}

/** Between two probes, in milliseconds. */
const probePace = 100;

/** A longer time without an answered write is told even if no write was refused meanwhile, in milliseconds. */
const quiet = 1000;

/**
 * Notes how long nothing could be written, by asking for a pin again and again. A probe does not wait for those before it: that
 * one of them met a replica that stands still does not mean that nobody answers.
 */
class Prober {
  readonly #over = new AbortController();
  readonly #done: Promise<void>;
  readonly #asking = new Set<Promise<void>>();
  #good = performance.now();
  #hasFailed = false;
  #longest = 0;

  constructor(url: string, send: Send) {
    this.#done = this.#probe(url, send);
  }

  async #probe(url: string, send: Send): Promise<void> {
    while (!this.#over.signal.aborted) {
      const asking = this.#ask(url, send).finally(() => this.#asking.delete(asking));
      this.#asking.add(asking);
      await pause(probePace);
    }
    await Promise.all(this.#asking);
  }

  async #ask(url: string, send: Send): Promise<void> {
    const headers = { 'x-plex-client-identifier': 'prober', accept: 'application/json' };
    const signal = AbortSignal.timeout(5000);
    const status = await send(new Request(`${url}/api/v2/pins`, { method: 'POST', headers, signal })).then(
      (response) => response.status,
      () => 0,
    );
    if (status !== 201) this.#hasFailed = true;
    else {
      const gap = performance.now() - this.#good;
      if (this.#hasFailed || gap > quiet) this.#longest = Math.max(this.#longest, gap);
      this.#good = performance.now();
      this.#hasFailed = false;
    }
  }

  /** Ends it. @returns the longest time in which no write was answered, in seconds; 0 when none was refused or slow */
  async stop(): Promise<number> {
    this.#over.abort();
    await this.#done;
    return this.#longest / 1000;
  }
}

/** One trial. */
export class Scene {
  readonly url: string;
  readonly recorder: Recorder;
  readonly approvers: readonly Approver[];
  readonly history: Call[] = [];
  readonly #prober: Prober;

  constructor(url: string, people: readonly Someone[]) {
    this.url = url;
    this.recorder = new Recorder({
      now: () => performance.timeOrigin + performance.now(),
      nameOf: namesOf(people),
      keep: (call) => this.history.push(call),
    });
    this.approvers = approversOf(people, url, this.recorder, (index) => {
      const address = `127.19.0.${index + 1}`;
      return [address, sendFrom(address)];
    });
    this.#prober = new Prober(url, sendFrom('127.20.0.1'));
  }

  /**
   * Judges what was recorded.
   *
   * @param outages when replicas could not reach the database
   */
  async judged(ended: readonly SignIn[], outages: readonly Outage[]): Promise<Omit<TrialOutcome, 'complaints'>> {
    const longestErrorSeconds = await this.#prober.stop();
    const live = await Promise.all(this.recorder.tokens.map((token) => isLive(this.url, token)));
    return {
      faults: judge(this.history, { pendingWithin, pendingWithinOutage, outages, clockSkew }),
      failed: failedIn(ended).map((one) => ({ ...one, calls: this.history.filter(({ pin }) => pin === one.pin) })),
      lockedAccounts: this.approvers.filter(({ wasLocked }) => wasLocked).length,
      wronglyRevoked: live.filter((isGood) => !isGood).length,
      longestErrorSeconds,
    };
  }
}
