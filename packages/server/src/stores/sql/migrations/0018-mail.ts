import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** Mails that wait to be sent: whom they are for and what about, and no link. */
export const mail: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('mails')
      .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement().notNull())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('account', 'text')
      .addColumn('address', 'text')
      .addColumn('grant_id', 'text')
      .addColumn('at', 'integer', (column) => column.notNull())
      .addColumn('tried', 'integer', (column) => column.notNull())
      .addColumn('due_at', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('mails_due').on('mails').columns(['due_at', 'seq']).execute();
    await sql`create index mails_account on mails (account) where account is not null`.execute(db);
  },
};
