import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';
import type { Engine } from '../dialects.ts';

/**
 * The trail of events and the messages about them, each with a row of totals. SQLite keeps the totals itself, by triggers; in
 * PostgreSQL one row that every write changes would be one that every write waits for, so there they are counted when asked.
 */
export const events = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('events')
      .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement().notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .addColumn('account', 'text')
      .addColumn('pin', 'text')
      .addColumn('dialect', 'text')
      .addColumn('client', 'text')
      .addColumn('device', 'text')
      .addColumn('address', 'text')
      .addColumn('country', 'text')
      .addColumn('fact', 'text')
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('is_bundle', 'integer', (column) => column.notNull())
      .addColumn('is_cut', 'integer', (column) => column.notNull())
      .addColumn('bundle', 'text')
      .modifyEnd(sql`strict`)
      .execute();
    await sql`create index events_account on events (account, seq) where account is not null`.execute(db);
    await sql`create unique index events_bundle on events (bundle) where bundle is not null`.execute(db);
    await sql`create index events_whole on events (at) where is_cut = 0`.execute(db);
    await sql`create index events_at on events (at)`.execute(db);
    await sql`create index events_trim on events (is_bundle, seq)`.execute(db);

    await (engine === 'sqlite' ? countedTrail(db) : plainTrail(db));

    await db.schema
      .createTable('outbox')
      .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement().notNull())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('account', 'text')
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('bundle', 'text')
      .addColumn('tried', 'integer', (column) => column.notNull())
      .addColumn('due_at', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .execute();
    await sql`create unique index outbox_bundle on outbox (bundle) where bundle is not null and tried = 0`.execute(db);
    await sql`create index outbox_due on outbox (due_at, seq)`.execute(db);
    await sql`create index outbox_account on outbox (account) where account is not null`.execute(db);
    await (engine === 'sqlite' ? countedOutbox(db) : plainOutbox(db));
  },
});

async function countedTrail(db: Kysely<unknown>): Promise<void> {
  await sql`
      create table trail_state (
        id integer primary key not null, told_at integer not null, told_key text not null, bundles integer not null, singles integer not null
      ) strict`.execute(db);
  await sql`insert into trail_state values (1, 0, '', 0, 0)`.execute(db);
  await sql`
      create trigger events_come after insert on events begin
        update trail_state set bundles = bundles + new.is_bundle, singles = singles + 1 - new.is_bundle where id = 1;
      end`.execute(db);
  await sql`
      create trigger events_go after delete on events begin
        update trail_state set bundles = bundles - old.is_bundle, singles = singles - 1 + old.is_bundle where id = 1;
      end`.execute(db);
}

async function countedOutbox(db: Kysely<unknown>): Promise<void> {
  await sql`
      create table outbox_state (
        id integer primary key not null, waiting integer not null, dropped integer not null, is_off integer not null, holder text, lease_until integer not null
      ) strict`.execute(db);
  await sql`insert into outbox_state values (1, 0, 0, 0, null, 0)`.execute(db);
  await sql`
      create trigger outbox_comes after insert on outbox begin
        update outbox_state set waiting = waiting + 1 where id = 1;
      end`.execute(db);
  await sql`
      create trigger outbox_goes after delete on outbox begin
        update outbox_state set waiting = waiting - 1 where id = 1;
      end`.execute(db);
}

async function plainTrail(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('trail_state')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('told_at', 'integer', (column) => column.notNull())
    .addColumn('told_key', 'text', (column) => column.notNull())
    .execute();
  await sql`insert into trail_state values (1, 0, '')`.execute(db);
}

async function plainOutbox(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('outbox_state')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('dropped', 'integer', (column) => column.notNull())
    .addColumn('is_off', 'integer', (column) => column.notNull())
    .addColumn('holder', 'text')
    .addColumn('lease_until', 'integer', (column) => column.notNull())
    .execute();
  await sql`insert into outbox_state values (1, 0, 0, null, 0)`.execute(db);
}
