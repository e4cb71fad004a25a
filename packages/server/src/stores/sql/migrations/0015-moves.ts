import type { Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/**
 * A move of everything from a file into a database. Both have a row with the same id: the file from before the copy begins,
 * the database from the transaction that copies. So whoever finds the file knows where to look, and there whether it happened.
 */
export const moves: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('moves')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      // In the file where it goes, in the database where it came from.
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('is_over', 'integer', (column) => column.notNull())
      .execute();
  },
};
