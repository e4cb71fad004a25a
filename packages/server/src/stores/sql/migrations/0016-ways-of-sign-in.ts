import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/**
 * How and when each session was signed in, who the accounts are elsewhere, and when a person was last signed out everywhere.
 * Every session so far began with a password.
 */
export const waysOfSignIn: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const sessions = () => db.schema.alterTable('sessions');
    await sessions()
      .addColumn('method', 'text', (column) => column.notNull().defaultTo('password'))
      .execute();
    for (const name of ['provider', 'provider_session', 'acr']) await sessions().addColumn(name, 'text').execute();
    await sessions().addColumn('signed_in_at', 'integer').execute();
    await sessions()
      .addColumn('amr', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
    await sql`update sessions set signed_in_at = created_at`.execute(db);
    await db.schema
      .createIndex('sessions_provider')
      .on('sessions')
      .columns(['provider_session', 'provider'])
      .where(sql<boolean>`provider_session is not null`)
      .execute();
    await db.schema.alterTable('accounts').addColumn('ended_at', 'integer').execute();
    await db.schema
      .createTable('identities')
      .addColumn('issuer', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('provider', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('linked_at', 'integer', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('identities_primary', ['issuer', 'subject'])
      .execute();
    await db.schema.createIndex('identities_account').on('identities').column('account').execute();
  },
};
