import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreBusyError } from '../../service/ports/busy.ts';
import type { Keys } from '../../service/ports/keys.ts';
import type { PostgresAddress } from '../postgres/address.ts';
import { Connections } from '../postgres/connections.ts';
import { messageOf, UnknownOutcomeError } from '../postgres/errors.ts';
import { migrations } from '../sql/migrations/all.ts';
import { migrate } from '../sqlite/migrate.ts';
import { moveOf, StoreMovedError, type Move } from '../sqlite/moved.ts';
import { MoveError } from './errors.ts';
import { Source } from './source.ts';
import { copy, hasMove, occupy, tryLock } from './target.ts';

/** How long a statement of the copy may take, in milliseconds. */
const patience = 600_000;

/** How long to wait until a mover that was killed has let go of the database, in milliseconds. */
const untilLetGo = 15_000;

/** Options of a move. */
export interface MoveOptions {
  /** The SQLite store, which nobody else has open. */
  readonly file: string;
  /** The database, with no pooler in between. */
  readonly to: PostgresAddress;
  /** The keys of the store. */
  readonly keys: Pick<Keys, 'codeLookups' | 'unseal'>;
  /** How long to wait for a database that is out of reach, in milliseconds. Default: 5 s. */
  readonly waitFor?: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a move has led to. */
export interface Moved {
  /** Where everything is now, such as `db1:5432/linkpin`. */
  readonly place: string;
  /** How many rows each table has; undefined if an earlier attempt had copied everything, of which only the end was missing. */
  readonly rows: ReadonlyMap<string, number> | undefined;
}

/**
 * Moves a store from an SQLite file into an empty PostgreSQL database, in one transaction there. The file is marked before:
 * no store opens it again, unless it is certain that the copy was not committed. What was cut short is finished, or done anew,
 * by another call.
 *
 * @throws {MoveError} one line that says what to do; PostgresStartError, StoreTooNewError, StoreMovedError, OtherKeysError
 */
export async function moveStore({ file, to, keys, waitFor = 5000, now }: MoveOptions): Promise<Moved> {
  const before = moveOf(file);
  if (before?.isOver === true) throw new StoreMovedError(file, before);
  Source.open(file).close();
  const place = `${to.hosts.map(({ label }) => label).join(',')}/${to.database}`;
  const connections = await Connections.open(to, { most: 2, waitFor });
  try {
    if (before !== undefined && (await wasCommitted(connections, before, place))) {
      end(file, (source) => source.finish());
      return { place, rows: undefined };
    }
    if (before !== undefined && before.place !== place) throw new StoreMovedError(file, before);
    // Certain by now that no attempt before was committed.
    end(file, (source) => source.undo());
    await rehearse(connections, place, keys);
    await migrate(file, migrations.sqlite);
    return { place, rows: await moveNow(connections, file, place, keys, now) };
  } finally {
    await connections.close();
  }
}

/** Finds out all that may be refused, without leaving anything behind. */
async function rehearse(connections: Connections, place: string, keys: MoveOptions['keys']): Promise<void> {
  class Rehearsed extends Error {}
  const rehearsal = connections.transaction(
    async (connection) => {
      await occupy(connection, place, keys);
      throw new Rehearsed();
    },
    { timeout: patience },
  );
  await rehearsal.catch((error: unknown) => {
    if (!(error instanceof Rehearsed)) throw toMoveError(error, place);
  });
}

async function moveNow(
  connections: Connections,
  file: string,
  place: string,
  keys: MoveOptions['keys'],
  now: number,
): Promise<Moved['rows']> {
  const source = Source.open(file);
  try {
    const codes = source.sealedCodes(now);
    if (codes.length > 0 && codes.every((sealed) => keys.unseal('pin-code', sealed) === undefined)) {
      throw new MoveError(`${file} was used with other secret keys: those that are given open none of its codes.`);
    }
    const move = { id: randomUUID(), place };
    source.mark(move);
    let rows: Moved['rows'];
    try {
      await connections.transaction(
        async (connection) => {
          await occupy(connection, place, keys);
          rows = await copy(connection, source, { id: move.id, place: `sqlite:${file}` });
        },
        { timeout: patience },
      );
    } catch (error) {
      const isUnknown = error instanceof UnknownOutcomeError;
      if (!isUnknown || !(await wasCommitted(connections, move, place))) {
        source.undo();
        throw toMoveError(error, place);
      }
    }
    source.finish();
    return rows;
  } finally {
    source.close();
  }
}

/**
 * Whether an attempt was committed. Whoever tries has a lock until the end, so that without it nothing is under way.
 *
 * @throws {MoveError} if it cannot be told now
 */
async function wasCommitted(connections: Connections, { id }: Pick<Move, 'id'>, place: string): Promise<boolean> {
  const end = performance.now() + untilLetGo;
  for (;;) {
    const answer = await connections
      .transaction(async (connection) =>
        (await tryLock(connection, 'linkpin: move')) ? hasMove(connection, id) : undefined,
      )
      .catch((error: unknown) => {
        if (performance.now() > end) throw toMoveError(error, place);
        return undefined;
      });
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new MoveError(`Another "linkpin move" works on ${place}. Wait for it.`);
    await pause(250);
  }
}

function end(file: string, how: (source: Source) => void): void {
  const source = Source.open(file);
  try {
    if (source.move !== undefined) how(source);
  } finally {
    source.close();
  }
}

function toMoveError(error: unknown, place: string): unknown {
  if (!(error instanceof StoreBusyError)) return error;
  return new MoveError(`The move to ${place} did not come to its end: ${messageOf(error)}. Run it again.`);
}
