import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** Grants: the devices that people linked. */
export const devices: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('grants')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('account', 'text')
      .addColumn('token_hash', 'text', (column) => column.unique())
      .addColumn('approved_by', 'text')
      .addColumn('name', 'text')
      .addColumn('linked_at', 'integer')
      .addColumn('collected_at', 'integer')
      .addColumn('collected_from', 'text')
      .addColumn('collected_elsewhere', 'integer')
      .addColumn('last_seen_at', 'integer')
      .addColumn('revoked_at', 'integer')
      .addColumn('body', 'text')
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('grants_account').on('grants').column('account').execute();
    await db.schema.createIndex('grants_approver').on('grants').column('approved_by').execute();
  },
};
