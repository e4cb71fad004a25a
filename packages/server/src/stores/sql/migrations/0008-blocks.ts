import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** Requesters that are not served for a while, and the reports that may lead to that. An empty account is everybody. */
export const blocks: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('blocks')
      .addColumn('mark', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('over_at', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('blocks_key', ['account', 'mark'])
      .modifyEnd(sql`strict, without rowid`)
      .execute();
    await db.schema.createIndex('blocks_over').on('blocks').column('over_at').execute();
    await db.schema
      .createTable('reports')
      .addColumn('mark', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('network', 'text', (column) => column.notNull())
      .addColumn('over_at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('reports_key', ['mark', 'account'])
      .modifyEnd(sql`strict, without rowid`)
      .execute();
    await db.schema.createIndex('reports_account').on('reports').column('account').execute();
    await db.schema.createIndex('reports_over').on('reports').column('over_at').execute();
  },
};
