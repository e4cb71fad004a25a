import type { Budgets, Full, Want } from '../../service/ports/budgets.ts';
import { sumOf } from '../window.ts';
import { slotsOf } from './budget-slots.ts';
import type { Connection } from './connection.ts';
import type { WriteQueue } from './write-queue.ts';

/** Budgets in SQLite. */
export class SqliteBudgets implements Budgets {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async spend(wants: readonly Want[], now: number): Promise<Full | undefined> {
    return this.#queue.write('spendBudgets', { wants, at: now });
  }

  async giveBack(wants: readonly Want[], at: number): Promise<void> {
    await this.#queue.write('giveBackBudgets', { wants, at });
  }

  async spent(want: Pick<Want, 'key' | 'period'>, now: number): Promise<number> {
    return sumOf(slotsOf(this.#reader, want, now));
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#queue.write('sweepBudgets', { before, limit });
  }
}
