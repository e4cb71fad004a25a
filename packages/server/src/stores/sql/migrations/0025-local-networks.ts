import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';
import type { Engine } from '../dialects.ts';

/**
 * The local network in which a pin is listed to people nearby, so that their page reads the pins of their own network only.
 * Pins from before are not listed; they live for minutes.
 */
export const localNetworks = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('pins').addColumn('local_network', 'text').execute();
    await sql`create index pins_local_network on pins (local_network, ends_at)
      where waits = 1 and local_network is not null`.execute(db);
    if (engine !== 'postgres') return;
    // The function of `0014-replicas` names its columns twice, for the row to add and for where it comes from.
    await sql`do $$ begin
      execute replace(
        pg_get_functiondef('insert_pins(json)'::regprocedure), 'address, state, body', 'address, state, body, local_network'
      );
    end $$`.execute(db);
  },
});
