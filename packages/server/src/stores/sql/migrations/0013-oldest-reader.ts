import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/**
 * Which migration a program has to know, at least, to work on the store. Most migrations only add something, and a program
 * from before them goes on working: beside newer ones, and after a way back. One that takes something away writes its own
 * name here.
 */
export const oldestReader: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('oldest_reader')
      .addColumn('only', 'integer', (column) => column.primaryKey().check(sql`"only" = 1`))
      .addColumn('migration', 'text', (column) => column.notNull())
      .execute();
    await sql`insert into oldest_reader values (1, '0013-oldest-reader')`.execute(db);
  },
};
