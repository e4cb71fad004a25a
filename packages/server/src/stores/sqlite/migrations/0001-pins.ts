import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Pins, with an index for each way that one is asked for, and a count of those that end in each second. `changed` is the
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
    await db.schema.createIndex('pins_end').on('pins').columns(['ends_at', 'kind']).execute();

    await db.schema
      .createTable('pin_ends')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('second', 'integer', (column) => column.notNull())
      .addColumn('pins', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('pin_ends_key', ['kind', 'second'])
      .modifyEnd(sql`strict, without rowid`)
      .execute();
    const countIn = sql`
      insert into pin_ends values (new.kind, new.ends_at / 1000, 1)
        on conflict (kind, second) do update set pins = pins + 1;`;
    const countOut = sql`
      update pin_ends set pins = pins - 1 where kind = old.kind and second = old.ends_at / 1000;
      delete from pin_ends where kind = old.kind and second = old.ends_at / 1000 and pins = 0;`;
    await sql`create trigger pins_come after insert on pins begin ${countIn} end`.execute(db);
    await sql`create trigger pins_go after delete on pins begin ${countOut} end`.execute(db);
    await sql`
      create trigger pins_move after update of ends_at on pins when new.ends_at <> old.ends_at
      begin ${countOut} ${countIn} end`.execute(db);
  },
};
