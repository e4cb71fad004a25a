import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/**
 * Whether an e-mail address was confirmed, who the admins are, and which networks people are signed in from. Nobody
 * knows who typed the addresses that are there already, so none is confirmed; a session tells its network at its next
 * visit.
 */
export const accounts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('accounts')
      .addColumn('email_confirmed', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createIndex('accounts_admins')
      .on('accounts')
      .column('is_admin')
      .where(sql<boolean>`is_admin = 1`)
      .execute();
    await db.schema.alterTable('sessions').addColumn('network', 'text').execute();
    await db.schema.createIndex('sessions_network').on('sessions').columns(['network', 'last_seen_at']).execute();
  },
};
