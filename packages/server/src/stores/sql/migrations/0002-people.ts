import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** Accounts, invites and sessions. */
export const people: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('accounts')
      // A number that was given is never given again, not even after its account is gone.
      .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement().notNull())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('username', 'text', (column) => column.notNull())
      .addColumn('username_folded', 'text', (column) => column.notNull().unique())
      .addColumn('email', 'text')
      .addColumn('email_folded', 'text', (column) => column.unique())
      .addColumn('password_hash', 'text', (column) => column.notNull())
      .addColumn('is_admin', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema
      .createTable('invites')
      .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('invites_expiry').on('invites').column('expires_at').execute();
    await db.schema
      .createTable('sessions')
      .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .addColumn('last_seen_at', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'integer', (column) => column.notNull())
      .addColumn('address', 'text')
      .addColumn('user_agent', 'text')
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('sessions_account').on('sessions').column('account').execute();
    await db.schema.createIndex('sessions_expiry').on('sessions').column('expires_at').execute();
  },
};
