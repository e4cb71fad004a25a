import type { Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** The language that each person chose. */
export const accountLanguage: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('accounts').addColumn('language', 'text').execute();
  },
};
