import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/** The public keys that plex devices sign in with. */
export const deviceKeys: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('device_keys')
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('thumbprint', 'text', (column) => column.notNull())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('x', 'text', (column) => column.notNull())
      .addColumn('kid', 'text', (column) => column.notNull())
      .addColumn('registered_at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('device_keys_key', ['holder', 'thumbprint'])
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema
      .createIndex('device_keys_grant')
      .unique()
      .on('device_keys')
      .columns(['grant_id', 'holder'])
      .execute();
    await db.schema.createIndex('device_keys_thumbprint').on('device_keys').column('thumbprint').execute();
    await db.schema.createIndex('device_keys_newest').on('device_keys').columns(['holder', 'registered_at']).execute();
  },
};
