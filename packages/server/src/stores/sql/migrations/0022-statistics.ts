import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/**
 * Counts by the hour, and who did what is in the audit log. A count has several rows where several processes count at once:
 * one row would be one that every sign-in waits for.
 */
export const statistics: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('hourly_counts')
      .addColumn('hour', 'integer', (column) => column.notNull())
      .addColumn('what', 'text', (column) => column.notNull())
      .addColumn('shard', 'integer', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('hourly_counts_primary', ['hour', 'what', 'shard'])
      .execute();
    await db.schema.alterTable('events').addColumn('done_by', 'text').execute();
    await sql`create index events_done_by on events (done_by) where done_by is not null`.execute(db);
    await sql`create index events_kind on events (kind, at)`.execute(db);
    await sql`create index pins_waiting on pins (ends_at, key) where waits = 1`.execute(db);
  },
};
