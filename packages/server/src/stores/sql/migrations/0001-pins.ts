import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/**
 * Pins, with an index for each way that one is asked for, and counts of those that expire in each minute. `changed` is the
 * count of changes after the pin's last one, null for a pin as it was made; the counts themselves are in `changes`.
 */
export const pins: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('pins')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('dialect', 'text', (column) => column.notNull())
      .addColumn('handle', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('ends_at', 'integer', (column) => column.notNull())
      .addColumn('waits', 'integer', (column) => column.notNull())
      .addColumn('code_hash', 'text')
      .addColumn('code_sealed', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('changed', 'integer')
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('pins_changed').on('pins').column('changed').where('changed', 'is not', null).execute();
    await db.schema
      .createTable('changes')
      .addColumn('what', 'text', (column) => column.primaryKey().notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict, without rowid`)
      .execute();
    await db.schema.createIndex('pins_handle').unique().on('pins').columns(['dialect', 'handle']).execute();
    await db.schema
      .createIndex('pins_code')
      .unique()
      .on('pins')
      .column('code_hash')
      .where('code_hash', 'is not', null)
      .execute();
    await db.schema.createIndex('pins_end').on('pins').column('ends_at').execute();

    await db.schema
      .createTable('pin_counts')
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('minute', 'integer', (column) => column.notNull())
      .addColumn('codes', 'integer', (column) => column.notNull())
      .addColumn('waiting', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('pin_counts_key', ['scope', 'minute'])
      .modifyEnd(sql`strict, without rowid`)
      .execute();
    await db.schema.createIndex('pin_counts_minute').on('pin_counts').column('minute').execute();
  },
};
