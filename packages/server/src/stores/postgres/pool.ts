import { setTimeout as pause } from 'node:timers/promises';
import { StoreBusyError } from '../../service/ports/busy.ts';
import { messageOf } from './errors.ts';
import { findPrimary } from './primary.ts';
import { ServerConnection, type Access } from './server-connection.ts';

/**
 * The primary that was found last. Something of it changes when another one takes over, or the same one starts anew;
 * behind a pooler only once a connection to the pooler was lost.
 */
export interface PrimaryState {
  readonly host: string;
  /** In UTC. */
  readonly startedAt: string;
  /** Counts promotions. */
  readonly timeline: number;
}

/** Somebody who waits for a connection. */
interface Waiting {
  readonly alone: boolean;
  readonly grant: (connection: ServerConnection) => void;
  readonly refuse: (error: Error) => void;
}

/** How long to wait for a connection, and in an outage for its end, in milliseconds. */
const patience = 2000;

/** How many may wait for a connection; further ones are refused. */
const mostWaiting = 10_000;

/** Between two looks for a primary, in milliseconds: longer after each, up to the second. */
const [firstPause, longestPause] = [50, 400];

/**
 * The connections to the primary, opened as they are needed. Single statements share them; a transaction has one for
 * itself. When one is lost, the primary is looked for again.
 */
export class Pool {
  readonly #access: Access;
  readonly #most: number;
  readonly #shared: Set<ServerConnection> = new Set();
  readonly #taken: Set<ServerConnection> = new Set();
  /** For one purpose each, outside of the count. */
  readonly #dedicated: Set<ServerConnection> = new Set();
  readonly #waiting: Set<Waiting> = new Set();
  readonly #closing: AbortController = new AbortController();
  #opening = 0;
  #primary: ServerConnection;
  #leastTimeline = 0;
  #search: Promise<void> | undefined;
  /** Why the primary is being looked for, and since when, by performance.now(). */
  #outage = { why: '', since: 0 };
  #onReturn: () => void = () => {};

  /** @param primary a connection to it */
  constructor(access: Access, most: number, primary: ServerConnection) {
    this.#access = access;
    this.#most = most;
    this.#primary = primary;
    this.#settleOn(primary);
  }

  get state(): PrimaryState {
    return stateAt(this.#primary);
  }

  /** How many connections there are, dedicated ones aside. */
  get size(): number {
    return this.#shared.size + this.#taken.size;
  }

  /** How many wait for a connection. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Refuses servers with a lower timeline from now on. */
  refuseTimelinesBelow(timeline: number): void {
    this.#leastTimeline = Math.max(this.#leastTimeline, timeline);
    if (this.state.timeline < this.#leastTimeline) this.#dropAll(`${this.state.host} is an old primary`);
  }

  /** A connection on which others send, too: for one statement. */
  share(): ServerConnection | Promise<ServerConnection> {
    return this.#choose(false) ?? this.#wait(false);
  }

  /** A connection for one caller alone, who {@link Pool.giveBack | gives it back}. */
  take(): ServerConnection | Promise<ServerConnection> {
    return this.#choose(true) ?? this.#wait(true);
  }

  giveBack(connection: ServerConnection): void {
    if (this.#taken.delete(connection) && connection.lost === undefined) {
      if (this.#closing.signal.aborted) void connection.close();
      else this.#shared.add(connection);
    }
    this.#onReturn();
    this.#serve();
  }

  /** A further connection for one purpose, which is lost when another primary takes over. */
  async dedicate(onLost: (why: Error) => void): Promise<ServerConnection> {
    if (this.#search !== undefined) await this.share();
    try {
      const connection = await this.#connect();
      connection.onLost = (why) => {
        this.#forget(connection, why);
        onLost(why);
      };
      this.#dedicated.add(connection);
      return connection;
    } catch (error) {
      this.#look(error);
      throw new StoreBusyError(`The store is out of reach: ${messageOf(error)}.`, { cause: error });
    }
  }

  /** Closes a connection once what was sent on it has been answered. */
  async retire(connection: ServerConnection): Promise<void> {
    for (const set of [this.#shared, this.#taken, this.#dedicated]) set.delete(connection);
    await connection.close();
  }

  /** Lets what is under way come to its end. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const { refuse } of this.#waiting) refuse(new Error('The store is closed.'));
    this.#waiting.clear();
    while (this.#taken.size + this.#opening > 0) await new Promise<void>((resolve) => (this.#onReturn = resolve));
    await this.#search;
    await Promise.all([...this.#shared, ...this.#dedicated].map((connection) => connection.close()));
  }

  /** The one with the fewest statements under way. */
  #choose(alone: boolean): ServerConnection | undefined {
    let chosen: ServerConnection | undefined;
    for (const connection of this.#shared) {
      if (connection.unanswered < (chosen?.unanswered ?? Infinity)) chosen = connection;
    }
    if (chosen === undefined || chosen.unanswered > 0) this.#grow();
    if (chosen !== undefined && alone) {
      this.#shared.delete(chosen);
      this.#taken.add(chosen);
    }
    return chosen;
  }

  #wait(alone: boolean): Promise<ServerConnection> {
    if (this.#closing.signal.aborted) return Promise.reject(new Error('The store is closed.'));
    const { since, why } = this.#outage;
    const isOut = this.#search !== undefined && this.size === 0;
    const time = isOut ? since + patience - performance.now() : patience;
    if (time <= 0) return Promise.reject(new StoreBusyError(`The store is out of reach: ${why}.`, { cause: why }));
    if (this.#waiting.size >= mostWaiting) return Promise.reject(new StoreBusyError('Too many wait for the store.'));
    return new Promise((resolve, reject) => {
      const refuse = (error: Error): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        reject(error);
      };
      const grant = (connection: ServerConnection): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        resolve(connection);
      };
      const timer = setTimeout(() => refuse(this.#tooLong()), time);
      const waiting = { alone, grant, refuse };
      this.#waiting.add(waiting);
    });
  }

  #tooLong(): StoreBusyError {
    if (this.#search === undefined) return new StoreBusyError('All connections to the store are in use.');
    return new StoreBusyError(`The store is out of reach: ${this.#outage.why}.`, { cause: this.#outage.why });
  }

  #serve(): void {
    for (const { alone, grant } of this.#waiting) {
      const connection = this.#choose(alone);
      if (connection === undefined) return;
      grant(connection);
    }
  }

  /** Opens one more, if there may be more. */
  #grow(): void {
    const isEnough = this.size + this.#opening >= this.#most;
    if (isEnough || this.#search !== undefined || this.#closing.signal.aborted) return;
    this.#opening += 1;
    void this.#connect()
      .then(
        (connection) => this.#add(connection),
        (error: unknown) => this.#look(error),
      )
      .finally(() => {
        this.#opening -= 1;
        this.#onReturn();
      });
  }

  /** Connects to the primary, as long as it is the one that was found. */
  async #connect(): Promise<ServerConnection> {
    const connection = await ServerConnection.open(this.#access, this.#primary.host);
    if (isSame(stateAt(connection), this.state)) return connection;
    void connection.close();
    throw new Error(`${connection.host.label} is no longer what it was`);
  }

  #add(connection: ServerConnection): void {
    if (this.#closing.signal.aborted || this.size >= this.#most) return void connection.close();
    connection.onLost = (why) => this.#forget(connection, why);
    this.#shared.add(connection);
    this.#serve();
  }

  #forget(connection: ServerConnection, why: Error): void {
    for (const set of [this.#shared, this.#taken, this.#dedicated]) set.delete(connection);
    this.#onReturn();
    this.#look(why);
  }

  #dropAll(why: string): void {
    for (const connection of [...this.#shared, ...this.#taken, ...this.#dedicated]) connection.destroy(why);
  }

  /** Looks for the primary until it is found and lets us in; connections that are there are used meanwhile. */
  #look(why: unknown): void {
    if (this.#search !== undefined || this.#closing.signal.aborted) return;
    this.#outage = { why: messageOf(why), since: performance.now() };
    this.#search = this.#find().finally(() => {
      this.#search = undefined;
      this.#serve();
    });
  }

  async #find(): Promise<void> {
    for (let wait = firstPause; !this.#closing.signal.aborted; wait = Math.min(wait * 1.5, longestPause)) {
      try {
        return this.#settleOn(await findPrimary(this.#access, this.#leastTimeline));
      } catch (error) {
        this.#outage.why = messageOf(error);
      }
      await pause(wait, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  /** Connections to what was the primary before are dropped at once: what they would still write could be lost. */
  #settleOn(primary: ServerConnection): void {
    const isNew = !isSame(stateAt(primary), this.state);
    this.#primary = primary;
    this.#leastTimeline = Math.max(this.#leastTimeline, this.state.timeline);
    if (isNew) this.#dropAll('another primary has taken over');
    this.#add(primary);
  }
}

function stateAt({ host, facts }: ServerConnection): PrimaryState {
  return { host: host.label, startedAt: facts.startedAt, timeline: facts.timeline ?? 0 };
}

function isSame(one: PrimaryState, other: PrimaryState): boolean {
  return one.host === other.host && one.startedAt === other.startedAt && one.timeline === other.timeline;
}
