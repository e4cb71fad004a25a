import type { Protocol } from '../../domain/pin.ts';
import { Durations } from '../../domain/durations.ts';
import { storeBounds } from '../../service/ports/store-metrics.ts';
import type { ChangeLook } from '../sql/memory.ts';
import type { Query, QueryResult } from './server-connection.ts';

/** What this process remembers, and the clock that it goes by. */
export interface Rememberers {
  readonly forgetPin: (protocol: Protocol, publicId: string) => void;
  readonly forgetPins: () => void;
  /** Clients, and blocks for everybody. */
  readonly forgetOthers: () => void;
  /** What the database's clock says in the middle of a look that took so long; milliseconds. */
  readonly setClock: (now: number, took: number) => void;
  /** The server was restarted, or it is another. The look is good only when this is done. */
  readonly serverIsAnother: () => Promise<void>;
  /** Somebody changed these pins; undefined when they are too many to tell. */
  readonly told: (pins: readonly string[] | undefined) => void;
  /** A look found nobody, or, after that, somebody again. */
  readonly reached: (isInReach: boolean) => void;
}

/** How often the database is looked at, in milliseconds. */
const lookEvery = 500;

/** For how long after the beginning of a look what it did not contradict is taken for true, in milliseconds. */
const vouchedFor = 1000;

/** For how long a pending pin is taken to be pending still while the database cannot be reached, in milliseconds. */
const pendingFor = 60_000;

/**
 * A look that is not answered within so many turns of a timer, of so many milliseconds each, finds nobody. Turns and not an
 * instant: a process that was stopped itself has had none meanwhile.
 */
const turnsToAnswer = 4;
const turn = 100;

/** When more pins changed since, it is not worth to tell which. */
const tooMany = 1000;

/**
 * Every change since the oldest transaction that was running at the last look: one that began before it may have been
 * committed only after it. Read by one statement, and so from one snapshot.
 */
const text = `
select pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
  pg_postmaster_start_time()::text as started,
  extract(epoch from clock_timestamp()) * 1000 as now,
  (
    select json_agg(json_build_array(changed.pin, pins.dialect, pins.handle))
    from (select distinct pin from pin_changes where xid >= $1::xid8 limit ${tooMany + 1}) as changed
    left join pins on pins.key = changed.pin
  )::text as changes`;

type Changed = readonly [pin: string | null, protocol: Protocol | null, publicId: string | null];

/**
 * The look at what others changed, twice a second and whenever the bell rings. What is remembered counts only while the last
 * good look is recent enough.
 */
export class PostgresChanges implements ChangeLook {
  /** How long looks took that were answered, and how many were not. */
  readonly answered: Durations = new Durations(storeBounds);
  failed = 0;
  readonly #query: (query: Query) => Promise<QueryResult>;
  readonly #tell: Rememberers;
  readonly #timer: NodeJS.Timeout;
  readonly #now: () => number;
  #xmin: string | undefined;
  #started: string | undefined;
  #goodAt = Number.NEGATIVE_INFINITY;
  #isOut = false;
  #isStopped = false;
  #pins = 0;
  #looking: Promise<void> | undefined;
  #again = false;

  /** @param now milliseconds that run on evenly */
  constructor(
    query: (query: Query) => Promise<QueryResult>,
    tell: Rememberers,
    now: () => number = () => performance.now(),
  ) {
    this.#query = query;
    this.#tell = tell;
    this.#now = now;
    this.#timer = setInterval(() => void this.lookNow(), lookEvery).unref();
  }

  /** How old the last good look is, in milliseconds. */
  get age(): number {
    return this.#now() - this.#goodAt;
  }

  look(): boolean {
    const { age } = this;
    return age < vouchedFor || (this.#isOut && age < pendingFor);
  }

  lookSoon(): void {
    // What this process changed it has forgotten by itself.
  }

  get pins(): number {
    return this.#pins;
  }

  /** Looks, or has the look that is under way followed by another. Never rejects. */
  lookNow(): Promise<void> {
    if (this.#looking !== undefined) {
      this.#again = true;
      return this.#looking;
    }
    this.#looking = this.#lookOnce().finally(() => {
      this.#looking = undefined;
      if (!this.#again) return;
      this.#again = false;
      void this.lookNow();
    });
    return this.#looking;
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#again = false;
  }

  #setOut(isOut: boolean): void {
    if (this.#isOut === isOut) return;
    this.#isOut = isOut;
    // A look that is cut off by the end finds nobody either, which is no news.
    if (!this.#isStopped) this.#tell.reached(!isOut);
  }

  async #lookOnce(): Promise<void> {
    const began = this.#now();
    let turns = 0;
    const waiting = setInterval(() => {
      turns += 1;
      if (turns >= turnsToAnswer) this.#setOut(true);
    }, turn).unref();
    try {
      const values = [this.#xmin ?? '0'];
      const { rows } = await this.#query({ name: 'linkpin look', text, values });
      const { xmin, started, now, changes } = rows[0] ?? {};
      this.#tell.setClock(Number(now), this.#now() - began);
      if (this.#started !== undefined && this.#started !== started) await this.#tell.serverIsAnother();
      // What changed in so long a time may not be noted any more.
      const isLate = began - this.#goodAt >= pendingFor;
      this.#hear(
        String(started),
        isLate,
        typeof changes === 'string' ? (JSON.parse(changes) as readonly Changed[]) : [],
      );
      this.#xmin = String(xmin);
      this.#goodAt = began;
      this.answered.add((this.#now() - began) / 1000);
      this.#setOut(false);
    } catch {
      this.failed += 1;
      this.#setOut(true);
    } finally {
      clearInterval(waiting);
    }
  }

  #hear(started: string, isLate: boolean, changes: readonly Changed[]): void {
    const isFirst = this.#xmin === undefined;
    const isAnother = this.#started !== undefined && this.#started !== started;
    this.#started = started;
    if (isFirst) return;
    if (isAnother || isLate || changes.length > tooMany) {
      this.#pins += 1;
      this.#tell.forgetPins();
      this.#tell.forgetOthers();
      this.#tell.told(undefined);
      return;
    }
    if (changes.length === 0) return;
    const pins: string[] = [];
    for (const [pin, protocol, publicId] of changes) {
      if (pin === null) this.#tell.forgetOthers();
      else pins.push(pin);
      if (protocol !== null && publicId !== null) this.#tell.forgetPin(protocol, publicId);
    }
    this.#pins += pins.length;
    this.#tell.told(pins);
  }
}
