import type { Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** The secret that what clients of different sectors call a person is made with; drawn when the first one needs it. */
export const pairwiseSecret: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('accounts').addColumn('pairwise_secret', 'text').execute();
  },
};
