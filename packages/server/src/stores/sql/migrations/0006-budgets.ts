import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** What is counted over a while, by the step of its window. */
export const budgets: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('budgets')
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('period', 'integer', (column) => column.notNull())
      .addColumn('slot', 'integer', (column) => column.notNull())
      .addColumn('spent', 'integer', (column) => column.notNull())
      .addColumn('over_at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('budgets_key', ['key', 'period', 'slot'])
      .modifyEnd(sql`strict, without rowid`)
      .execute();
    await db.schema.createIndex('budgets_over').on('budgets').column('over_at').execute();
  },
};
