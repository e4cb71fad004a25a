import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';
import type { Engine } from '../dialects.ts';

/** OAuth: clients, the tokens of grants, and grants by their client. */
export const oauth = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    // Until 0012 gives what is asked for a column.
    if (engine === 'sqlite') {
      await db.schema
        .createIndex('grants_holder')
        .on('grants')
        .expression(sql`body ->> '$.holder', body ->> '$.dialect'`)
        .execute();
    }
    await db.schema
      .createTable('oauth_clients')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('last_used_at', 'integer')
      .addColumn('idle_since', 'integer')
      .addColumn('body', 'text', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('oauth_clients_idle').on('oauth_clients').column('idle_since').execute();
    await db.schema
      .createTable('refresh_families')
      .addColumn('grant_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('over_at', 'integer', (column) => column.notNull())
      .addColumn('body', 'text')
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('refresh_families_end').on('refresh_families').column('over_at').execute();
    await db.schema
      .createTable('refresh_tokens')
      .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('refresh_tokens_grant').on('refresh_tokens').column('grant_id').execute();
    await db.schema
      .createTable('access_tokens')
      .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'integer', (column) => column.notNull())
      .addColumn('body', 'text')
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('access_tokens_grant').on('access_tokens').column('grant_id').execute();
    await db.schema.createIndex('access_tokens_expiry').on('access_tokens').column('expires_at').execute();
  },
});
