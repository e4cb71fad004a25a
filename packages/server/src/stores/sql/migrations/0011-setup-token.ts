import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** The one set-up token, so that its link works in every process on the file. */
export const setupToken: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('setup_token')
      .addColumn('only', 'integer', (column) => column.primaryKey().check(sql`only = 1`))
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'integer', (column) => column.notNull())
      .execute();
  },
};
