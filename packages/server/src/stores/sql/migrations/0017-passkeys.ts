import type { Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** Passkeys, and which accounts need one after the password. */
export const passkeys: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('accounts')
      .addColumn('needs_passkey', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createTable('passkeys')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('domain', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('counter', 'integer', (column) => column.notNull())
      .addColumn('added_at', 'integer', (column) => column.notNull())
      .addColumn('last_used_at', 'integer')
      .addColumn('body', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('passkeys_account').on('passkeys').column('account').execute();
  },
};
