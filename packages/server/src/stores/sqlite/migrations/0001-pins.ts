import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Pins, with an index for each way that one is asked for. */
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
      .addColumn('code_hash', 'text')
      .addColumn('code_sealed', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await db.schema.createIndex('pins_handle').unique().on('pins').columns(['dialect', 'handle']).execute();
    await db.schema
      .createIndex('pins_code')
      .unique()
      .on('pins')
      .column('code_hash')
      .where('code_hash', 'is not', null)
      .execute();
    await db.schema.createIndex('pins_end').on('pins').columns(['ends_at', 'kind']).execute();
  },
};
