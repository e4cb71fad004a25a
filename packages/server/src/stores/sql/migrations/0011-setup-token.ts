import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';
import type { Engine } from '../dialects.ts';

/** The one set-up token, so that its link works in every process on the file. */
export const setupToken = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    // A word of PostgreSQL's; SQLite compares the text of tables with what it was.
    const onlyOne = engine === 'sqlite' ? sql`only = 1` : sql`"only" = 1`;
    await db.schema
      .createTable('setup_token')
      .addColumn('only', 'integer', (column) => column.primaryKey().check(onlyOne))
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'integer', (column) => column.notNull())
      .execute();
  },
});
