import type { Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** The version of a grant, so that one is replaced only if nobody else has changed it. */
export const grantVersions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('grants')
      .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
      .execute();
  },
};
